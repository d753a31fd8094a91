import * as Y from "yjs";
import { CARRY, type Copy } from "./copy";
import { linesAsUpdate, typedAfter } from "./document";
import { fromBase64, toBase64 } from "./base64";
import { Batch } from "./batches";
import type { Mirror, Piece, Waiting } from "./mirror";
import type { Outbox } from "./outbox";
import type { Audience, Opened, Where } from "./messages";
import type { Wire } from "./wire";

// Letters that were typed and never reached the server: of a page that was closed or broke down, or typed after the draft was sent elsewhere.

/** Those of one draft. Of this epoch they are sent (again); of an older one what was not sent with it is carried over into this one. */
export class Leftovers {
  constructor(
    private readonly name: string,
    private readonly mirror: Mirror | null,
    private readonly copy: Copy,
    private readonly outbox: Outbox,
  ) {}

  waiting = async (): Promise<Waiting[]> => (await this.mirror?.pieces(this.name)) ?? [];

  /** Letters that other pages left. @returns Whether some of an older epoch were carried over. */
  async adopt(opened: Opened, held: number, waiting: readonly Waiting[]): Promise<boolean> {
    if (!this.mirror) return false;
    const unsettled = new Set([...waiting.filter((p) => p.epoch === 0).map((p) => p.batch), ...this.outbox.own]);
    if (unsettled.size > 0) await this.mirror.settle(this.name, unsettled, this.copy.epoch);
    this.sendAgain(waiting.filter((p) => (p.epoch === 0 || p.epoch === this.copy.epoch) && !this.outbox.holds(p)));
    let carried = false;
    await this.mirror.carry(this.name, this.copy.epoch, (old) => {
      if (old.length === 0) return null;
      const piece = this.carryOver(opened, held, old);
      carried = piece !== null;
      return piece;
    });
    return carried;
  }

  /**
   * The epoch ended under the writer's hands. Their letters are read from the mirror, so that of several tabs one carries them; meanwhile they go on typing in
   * the old document. Then the next one takes its place with all that was typed after, in one step: what they type next stands behind it.
   * @param begin Makes the next document and returns the old one.
   * @param turned The next document holds what was carried, if anything; whoever shows the old one lets go of it.
   */
  async turn(opened: Opened, held: number, begin: () => Y.Doc, turned: (carried: boolean) => void): Promise<void> {
    const { mirror, outbox, name } = this;
    const unsent = outbox.takeAll(held);
    const onlyHere = outbox.isMirrored ? [] : unsent;
    let late: Piece[] = [];
    const carry = (old: readonly Piece[]): Piece | null => {
      late = outbox.takeAll(held);
      const ended = begin();
      const piece = this.carryOver(opened, held, [...old, ...onlyHere, ...late]);
      turned(piece !== null);
      ended.destroy();
      return piece;
    };
    if (!mirror) return void carry([]);
    await mirror.carry(name, opened.epoch, carry);
    if (late.length > 0) await mirror.forget(name, late.map(({ batch }) => batch), []);
  }

  private sendAgain(waiting: readonly Waiting[]): void {
    for (const { bytes } of waiting) this.copy.apply(bytes);
    this.outbox.takeIn(waiting);
  }

  private carryOver(opened: Opened, held: number, old: readonly Piece[]): Piece | null {
    const bytes = (pieces: readonly Piece[]) => pieces.map((piece) => piece.bytes);
    const ended = opened.ended.map(fromBase64);
    const lines = [
      ...typedAfter([], bytes(old.filter((piece) => piece.epoch !== held))),
      ...typedAfter(ended, bytes(old.filter((piece) => piece.epoch === held))),
    ];
    if (lines.length === 0) return null;
    const carried = linesAsUpdate(this.copy.doc, lines, [...ended, ...bytes(old)]);
    Y.applyUpdate(this.copy.doc, carried, CARRY);
    return this.outbox.add(carried);
  }
}

/** Letters of drafts that are not open on this page (typed before a crash, on another ticket) are sent too. */
export async function sendWaiting(person: string, wire: Wire, mirror: Mirror, isOpenHere: (where: Where) => boolean, settle: (where: Where) => Promise<void>): Promise<void> {
  for (const name of await mirror.docs(person)) {
    const [, subject, audience] = name.split("/") as [string, string, Audience];
    const where = { subject, audience };
    if (!isOpenHere(where) && (await isOver(person, name, where, wire, mirror))) await settle(where);
  }
}

/** Sends what waits. Is the epoch that it was typed in over by now? */
async function isOver(person: string, name: string, where: Where, wire: Wire, mirror: Mirror): Promise<boolean> {
  const waiting = (await mirror.pieces(name)).filter((piece) => piece.epoch > 0);
  let over = false;
  for (const epoch of new Set(waiting.map((piece) => piece.epoch)))
    for (const { id, bytes, keys } of Batch.of(waiting.filter((piece) => piece.epoch === epoch))) {
      const pushed = await wire.push(where, person, epoch, id, toBase64(bytes), Number.MAX_SAFE_INTEGER, true);
      if (pushed.outcome === "kept") await mirror.forget(name, [], keys);
      over ||= pushed.outcome === "began";
    }
  return over;
}
