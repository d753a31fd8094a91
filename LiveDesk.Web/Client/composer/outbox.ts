import * as Y from "yjs";
import { Batch } from "./batches";
import type { Copy } from "./copy";
import { condensed } from "./document";
import type { DraftEvent } from "./draftEvents";
import { fromBase64, toBase64 } from "./base64";
import type { Mirror, Piece, Waiting } from "./mirror";
import type { Pushed, Where } from "./messages";
import { type Wire, ignoreLost } from "./wire";

// What was typed and is not on the server's disk yet.

/** The first key leaves at once; those that follow within this time leave together. Short enough to be on a colleague's screen as if it were typed there. */
const GATHER_MS = 150;
export const TRY_AGAIN_MS = 3_000;
const FOLD_AFTER = 200;
/** A larger update counts as several when it comes to folding: what was pasted and deleted again takes no room for long. */
const LIKE_ONE = 2_600;
/** The server takes no more in one piece. */
const LARGEST = 2 * 1024 * 1024;

export interface OutboxAsk {
  person: string;
  where: Where;
  /** Under which the mirror keeps it. */
  name: string;
  copy: Copy;
  wire: Wire;
  mirror: Mirror | null;
  tell(event: DraftEvent): void;
  /** What is saved and what is not changed. */
  moved(): void;
  /** The server is in another epoch, or takes us for somebody else. */
  began(): void;
}

/** Every key goes to the mirror at once and to the server in batches, one after the other. */
export class Outbox {
  private batches: Batch[] = [];
  private gathering: Batch | null = null;
  private pumping: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastPush = 0;
  /** How often a key was struck. */
  struck = 0;
  /** The server does not take what waits, as large as it is: with its next change it is tried again as it stands then. */
  isRefused = false;

  constructor(private readonly ask: OutboxAsk) {}

  get isEmpty(): boolean {
    return this.batches.length === 0;
  }

  /** Leaving the page now would lose letters: the server has them not, and this browser could not keep them (no storage, or none left). */
  get wouldLose(): boolean {
    return this.ask.mirror ? this.batches.some(({ unkept }) => unkept.length > 0) : !this.isEmpty;
  }

  holds = (piece: Waiting): boolean => this.batches.some((batch) => batch.holds(piece));

  /** This page's batches. */
  get own(): string[] {
    return this.batches.flatMap((batch) => [...batch.own]);
  }

  /** A key was struck. */
  note(update: Uint8Array): void {
    const { mirror, name, copy } = this.ask;
    this.struck++;
    if (!this.gathering || this.gathering.isFull) this.batches.push((this.gathering = Batch.begun()));
    const { gathering } = this;
    gathering.put(update);
    void mirror?.keep({ doc: name, epoch: copy.epoch, batch: gathering.id, bytes: update }).catch(() => gathering.unkept.push(update));
    this.ask.moved();
    this.pumpIn(this.isRefused ? TRY_AGAIN_MS : Math.max(0, this.lastPush + GATHER_MS - Date.now()));
  }

  /** What other pages left in the mirror. */
  takeIn(waiting: readonly Waiting[]): void {
    this.batches.push(...Batch.of(waiting));
  }

  /** A batch of its own, as a piece for the mirror. */
  add(bytes: Uint8Array): Piece {
    const batch = Batch.begun();
    batch.put(bytes);
    this.batches.push(batch);
    return { doc: this.ask.name, epoch: this.ask.copy.epoch, batch: batch.id, bytes };
  }

  /** The mirror has no room for this one. */
  couldNotKeep({ batch, bytes }: Piece): void {
    this.batches.find((waiting) => waiting.own.has(batch))?.unkept.push(bytes);
  }

  /**
   * Empties it: what it held belongs to an epoch that is over.
   * @param isMirrored Whether the mirror can be asked for what it has of it.
   * @returns What only this page has of it.
   */
  end(epoch: number, isMirrored: boolean): Piece[] {
    const only = this.batches.flatMap((batch) => (isMirrored ? batch.unkept : [batch.bytes]).map((bytes) => ({ doc: this.ask.name, epoch, batch: batch.id, bytes })));
    this.batches = [];
    this.gathering = null;
    this.isRefused = false;
    return only;
  }

  pump(): Promise<void> {
    this.pumping ??= this.pushAll()
      .catch(() => this.ask.wire.isUp && this.pumpIn(TRY_AGAIN_MS))
      .then(() => {
        this.pumping = null;
      });
    return this.pumping;
  }

  private async pushAll(): Promise<void> {
    const { copy } = this.ask;
    if (copy.isOpen && this.isRefused) this.condense();
    while (copy.isOpen && this.batches.length > 0) {
      const batch = this.batches[0]!;
      if (batch === this.gathering) this.gathering = null;
      const epoch = copy.epoch;
      const { bytes } = batch;
      const pushed = await this.push(bytes, batch.id);
      if (copy.epoch !== epoch) return;
      if (pushed.outcome === "began" || pushed.outcome === "other") return this.ask.began();
      if (pushed.outcome !== "kept") return this.later(pushed);
      this.settled(batch, bytes.length, pushed);
    }
  }

  private async push(bytes: Uint8Array, id: string): Promise<Pushed> {
    const { copy, wire, where, person } = this.ask;
    if (bytes.length > LARGEST) return { outcome: "tooLarge", id: 0, others: [] };
    this.lastPush = Date.now();
    return await wire.push(where, person, copy.epoch, id, toBase64(bytes), copy.upTo, copy.hasText);
  }

  private settled(batch: Batch, size: number, pushed: Pushed): void {
    const { copy, mirror, name } = this.ask;
    this.batches = this.batches.filter((b) => b !== batch);
    this.isRefused = false;
    for (const other of pushed.others) copy.apply(fromBase64(other.bytes));
    this.reached(pushed.id, Math.ceil(size / LIKE_ONE) + pushed.others.length);
    void mirror?.forget(name, batch.own, batch.keys).catch(ignoreLost);
    this.ask.moved();
  }

  private later({ outcome, sentence = null }: Pushed): void {
    this.isRefused = outcome === "tooLarge" || sentence !== null;
    if (this.isRefused) return this.ask.tell({ kind: "refused", sentence });
    if (outcome !== "slow") this.ask.tell({ kind: "unsaved" });
    this.pumpIn(outcome === "slow" ? 1_000 : TRY_AGAIN_MS);
  }

  /** What was taken out again since takes no room: then there may be enough of it. */
  private condense(): void {
    if (this.isEmpty) return;
    const all = Y.mergeUpdates(this.batches.map(({ bytes }) => bytes));
    this.batches = [Batch.instead(this.batches, condensed(this.ask.copy.doc, all))];
    this.gathering = null;
  }

  private pumpIn(milliseconds: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.pump();
    }, milliseconds);
  }

  /** Everything up to this id is in our document. Updates that others' screens relay do not count: one before them may still be under way. */
  private reached(id: number, count: number): void {
    const { copy, wire, where } = this.ask;
    copy.upTo = Math.max(copy.upTo, id);
    copy.sinceFold += count;
    if (copy.sinceFold < FOLD_AFTER || !this.isEmpty) return;
    copy.sinceFold = 0;
    void wire.fold(where, copy.epoch, copy.upTo, copy.whole).catch(ignoreLost);
  }
}
