import * as Y from "yjs";
import { CARRY, type Copy } from "./copy";
import { carryChoices, linesAsUpdate, rewritten, typedAfter } from "./document";
import { fromBase64, toBase64 } from "./base64";
import { Batch } from "./batches";
import type { Mirror, Piece, Waiting } from "./mirror";
import type { Outbox } from "./outbox";
import type { Audience, Opened, Where } from "./messages";
import { type Wire, ignoreLost } from "./wire";

// Letters that were typed and never reached the server: of a page that was closed or broke down, or typed after the draft was sent elsewhere.

/** Those of one draft. Of this epoch they are sent (again); of an older one what was not sent with it is carried over into this one. */
export class Leftovers {
  /** Keys of what was carried and may stand in the mirror still. */
  private readonly taken = new Set<number>();

  /** @param inPlace The next epoch begins with the text of the last one, as an article's does: what was typed after stands in its place in it. */
  constructor(
    private readonly name: string,
    private readonly mirror: Mirror | null,
    private readonly copy: Copy,
    private readonly outbox: Outbox,
    private readonly inPlace: boolean,
  ) {}

  waiting = async (): Promise<Waiting[]> => (await this.mirror?.pieces(this.name).catch(() => [])) ?? [];

  /** Letters of this epoch that other pages left. */
  async adopt(waiting: readonly Waiting[]): Promise<void> {
    const unsettled = new Set([...waiting.filter((p) => p.epoch === 0).map((p) => p.batch), ...this.outbox.own]);
    if (unsettled.size > 0) await this.mirror?.settle(this.name, unsettled, this.copy.epoch).catch(ignoreLost);
    this.sendAgain(waiting.filter((p) => (p.epoch === 0 || p.epoch === this.copy.epoch) && !this.outbox.holds(p)));
  }

  /** Those of older epochs, of pages that are gone, go to the end of this one. @returns Whether there were any. */
  async carry(opened: Opened, held: number): Promise<boolean> {
    const carried = await this.carryFromMirror(({ epoch }) => epoch !== 0 && epoch < this.copy.epoch, (old) => (old.length === 0 ? null : this.carryOver(opened, held, old)));
    return typeof carried === "object" && carried !== null;
  }

  /**
   * The epoch ended under the writer's hands. Until the mirror is read they go on typing in the old document; then, between two keys, the next one takes its
   * place with all that was typed after, and what they type next stands behind it. What other tabs typed is theirs to carry.
   * @param begin Makes the next document and returns the old one.
   * @param turned The next document holds what was typed after; whoever shows the old one lets go of it. Told whether something was carried to another place.
   */
  async turn(opened: Opened, held: number, begin: () => Y.Doc, turned: (carried: boolean) => void): Promise<void> {
    const { outbox } = this;
    const swap = (typed: readonly Piece[]): Piece | null => {
      const before = begin();
      const carried = this.carryAll(opened, held, typed);
      turned(carried.elsewhere);
      before.destroy();
      return carried.piece;
    };
    for (;;) {
      const { struck } = outbox;
      const carried = await this.carryFromMirror((piece) => outbox.holds(piece), (old) => (outbox.struck === struck ? swap([...old, ...outbox.end(held, true)]) : undefined));
      if (carried === "unreadable") return void swap(outbox.end(held, false));
      if (carried !== undefined) return;
    }
  }

  /** What was `typed`, upon what the epoch had when it ended; what this page never saw of that epoch is no loss of it. */
  private carryAll(opened: Opened, held: number, typed: readonly Piece[]): { piece: Piece | null; elsewhere: boolean } {
    const ended = opened.ended.map(fromBase64);
    const now = new Y.Doc();
    for (const update of [...ended, ...typed.map(({ bytes }) => bytes)]) Y.applyUpdate(now, update);
    const isWhole = now.store.pendingStructs === null;
    const inPlace = this.inPlace && isWhole ? rewritten(now, ended, this.copy.doc) : null;
    const piece = inPlace ? this.put(inPlace) : this.carryOver(opened, held, typed);
    const chosen = carryChoices(now, ended, this.copy.doc);
    now.destroy();
    return { piece, elsewhere: (piece !== null && !inPlace) || chosen };
  }

  /** @returns What was carried; undefined: not now. */
  private async carryFromMirror(wanted: (piece: Waiting) => boolean, make: (old: Waiting[]) => Piece | null | undefined): Promise<Piece | null | undefined | "unreadable"> {
    const made: { piece: Piece | null | undefined } = { piece: undefined };
    const take = (old: Waiting[]): Piece | null | undefined => {
      made.piece = make(old);
      if (made.piece !== undefined) for (const { key } of old) this.taken.add(key);
      return made.piece;
    };
    // What was made stands, though the mirror fails after it.
    const outcome = await this.mirror?.carry(this.name, (piece) => !this.taken.has(piece.key) && wanted(piece), take).catch(() => (made.piece === undefined ? undefined : ("full" as const)));
    if (outcome === "full" && made.piece) this.outbox.couldNotKeep(made.piece);
    return outcome ? made.piece : "unreadable";
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
    return this.put(linesAsUpdate(this.copy.doc, lines, [...ended, ...bytes(old)]));
  }

  private put(carried: Uint8Array): Piece {
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
