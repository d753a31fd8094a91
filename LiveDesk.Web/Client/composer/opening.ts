import * as Y from "yjs";
import { type Copy, tryApply } from "./copy";
import type { DraftEvent } from "./draftEvents";
import { fromBase64, toBase64 } from "./base64";
import type { Leftovers } from "./leftovers";
import type { Piece } from "./mirror";
import type { Outbox } from "./outbox";
import type { Opened, Where } from "./messages";
import { type Wire, ignoreLost } from "./wire";

// How a draft's copy comes into step with the server: when the page opens it, when the connection is back, and when an epoch ended.

/** Writes what an article's draft begins with; returns the article's revision that it is. */
export type Seed = (doc: Y.Doc) => number;

export interface OpeningAsk {
  person: string;
  where: Where;
  wire: Wire;
  copy: Copy;
  outbox: Outbox;
  leftovers: Leftovers;
  seed(): Seed | null;
  tell(event: DraftEvent): void;
  opened(opened: Opened): void;
  /** There is no such draft for this person. */
  lost(): void;
}

export class Opening {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly ask: OpeningAsk) {}

  /** No epoch is being begun: what the copy holds is what was written. */
  get settled(): Promise<void> {
    return this.last.catch(ignoreLost);
  }

  /** One after the other: the last one sees the last state. */
  again(): Promise<void> {
    this.last = this.last.catch(ignoreLost).then(() => this.open());
    return this.last;
  }

  private async open(): Promise<void> {
    const { copy, wire, where, leftovers } = this.ask;
    if (!wire.isUp || copy.isGone) return;
    copy.isOpen = false;
    const waiting = await leftovers.waiting();
    const held = copy.epoch || newestEpoch(waiting);
    let opened = await wire.open(where, held);
    if (!opened || opened.person !== this.ask.person) return this.ask.lost();
    const isFirst = copy.epoch === 0;
    const isAnew = !isFirst && opened.epoch !== copy.epoch;
    opened = await this.sown(await this.whole(opened, held), held);
    const wasSetBack = opened.epoch === copy.epoch && opened.upTo < copy.upTo;
    if (isAnew) await this.beginAnew(opened, held);
    else copy.join(opened);
    await leftovers.adopt(waiting);
    if (isFirst && (await leftovers.carry(opened, held))) this.ask.tell({ kind: "carried" });
    if (!wire.isUp) return;
    if (wasSetBack) this.giveBack(opened);
    copy.isOpen = true;
    this.ask.opened(opened);
  }

  /** With a snapshot that does not apply, the updates it was made from still do. */
  private async whole(opened: Opened, held: number): Promise<Opened> {
    const { wire, where } = this.ask;
    if (!opened.snapshot || tryApply(new Y.Doc(), fromBase64(opened.snapshot))) return opened;
    return (await wire.open(where, held, true)) ?? opened;
  }

  /** It was sent. The next document takes its place, with the letters that were typed after the send. */
  private beginAnew(opened: Opened, held: number): Promise<void> {
    const { copy, leftovers, tell } = this.ask;
    return leftovers.turn(opened, held, () => copy.beginAnew(opened), (carried) => tell({ kind: "anew", carried }));
  }

  /** An article's draft begins with the article. Of several who open it at once one is taken, and none of an older revision. */
  private async sown(opened: Opened, held: number): Promise<Opened> {
    const { copy, outbox, wire, where } = this.ask;
    const seed = this.ask.seed();
    if (!seed || opened.upTo > 0 || (opened.epoch === copy.epoch && (!outbox.isEmpty || copy.hasText))) return opened;
    const first = new Y.Doc();
    const revision = seed(first);
    await wire.seed(where, opened.epoch, revision, toBase64(Y.encodeStateAsUpdate(first)));
    first.destroy();
    const seeded = (await wire.open(where, held)) ?? opened;
    // This page's article is not the newest: as soon as it is, or somebody else's is there, it is tried again.
    if (seeded.upTo === 0) throw new Error("The article does not stand in its draft yet.");
    return seeded;
  }

  private giveBack(opened: Opened): void {
    const { copy, outbox } = this.ask;
    const lacked = copy.lackedBy(opened);
    copy.upTo = opened.upTo;
    if (lacked) outbox.note(lacked);
  }
}

const newestEpoch = (pieces: readonly Piece[]): number => Math.max(0, ...pieces.map((piece) => piece.epoch));
