import * as Y from "yjs";
import { CARRY, type Copy } from "./copy";
import { linesAsUpdate, typedAfter } from "./document";
import { fromBase64, toBase64 } from "./ids";
import type { Mirror, Piece } from "./mirror";
import type { Outbox } from "./outbox";
import type { Audience, Opened, Where, Wire } from "./wire";

// Letters that were typed and never reached the server: of a page that was closed or broke down, or typed after the draft was sent elsewhere.

/** Those of one draft. Of this epoch they are sent (again); of an older one what was not sent with it is carried over into this one. */
export class Leftovers {
  constructor(
    private readonly name: string,
    private readonly mirror: Mirror | null,
    private readonly copy: Copy,
    private readonly outbox: Outbox,
  ) {}

  waiting = async (): Promise<Piece[]> => (await this.mirror?.pieces(this.name)) ?? [];

  /** @returns Whether letters of an older epoch were carried over. */
  async adopt(opened: Opened, held: number, waiting: readonly Piece[]): Promise<boolean> {
    if (!this.mirror) return false;
    const known = this.outbox.ids;
    const unsettled = new Set(waiting.filter((p) => p.epoch === 0).map((p) => p.batch));
    for (const batch of known) unsettled.add(batch);
    if (unsettled.size > 0) await this.mirror.settle(this.name, unsettled, this.copy.epoch);
    for (const piece of waiting.filter((p) => (p.epoch === 0 || p.epoch === this.copy.epoch) && !known.has(p.batch))) this.sendAgain(piece);
    let carried = false;
    await this.mirror.carry(this.name, this.copy.epoch, (old) => {
      const piece = this.carryOver(opened, held, old);
      carried = piece !== null;
      return piece;
    });
    return carried;
  }

  /** Without a mirror the page itself is where they are. */
  carryFromPage = (opened: Opened, held: number, unsent: readonly Piece[]): boolean => !this.mirror && this.carryOver(opened, held, unsent) !== null;

  private sendAgain(piece: Piece): void {
    this.copy.apply(piece.bytes);
    this.outbox.enqueue(piece);
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
    if (!isOpenHere(where) && (await isOver(name, where, wire, mirror))) await settle(where);
  }
}

/** Sends what waits. Is the epoch that it was typed in over by now? */
async function isOver(name: string, where: Where, wire: Wire, mirror: Mirror): Promise<boolean> {
  const pieces = (await mirror.pieces(name)).filter((piece) => piece.epoch > 0);
  let over = false;
  for (const batch of new Set(pieces.map((piece) => piece.batch))) {
    const mine = pieces.filter((piece) => piece.batch === batch);
    const pushed = await wire.push(where, mine[0]!.epoch, batch, toBase64(Y.mergeUpdates(mine.map((piece) => piece.bytes))), Number.MAX_SAFE_INTEGER, true);
    if (pushed.outcome === "kept") await mirror.forget(name, batch);
    over ||= pushed.outcome === "began";
  }
  return over;
}
