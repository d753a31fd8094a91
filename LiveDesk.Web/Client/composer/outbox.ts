import * as Y from "yjs";
import type { Copy } from "./copy";
import type { DraftEvent } from "./draftEvents";
import { fromBase64, newId, toBase64 } from "./ids";
import type { Mirror, Piece } from "./mirror";
import { type Pushed, type Where, type Wire, ignoreLost } from "./wire";

// What was typed and is not on the server's disk yet.

/** Long enough to gather a few keys, short enough to be on disk within 2 s of the last one. */
const GATHER_MS = 250;
export const TRY_AGAIN_MS = 3_000;
const FOLD_AFTER = 200;
const BATCH_BYTES = 64 * 1024;

interface Batch {
  id: string;
  pieces: Uint8Array[];
  size: number;
}

export interface OutboxAsk {
  where: Where;
  /** Under which the mirror keeps it. */
  name: string;
  copy: Copy;
  wire: Wire;
  mirror: Mirror | null;
  tell(event: DraftEvent): void;
  /** What is saved and what is not changed. */
  moved(): void;
  /** The server is in another epoch. */
  began(): void;
}

/** Every key goes to the mirror at once and to the server in batches, one after the other. */
export class Outbox {
  private batches: Batch[] = [];
  private gathering: Batch | null = null;
  private pumping: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isMirrored: boolean;

  constructor(private readonly ask: OutboxAsk) {
    this.isMirrored = ask.mirror !== null;
  }

  get isEmpty(): boolean {
    return this.batches.length === 0;
  }

  /** Leaving the page now would lose letters: the server has them not, and this browser could not keep them (no storage, or none left). */
  get wouldLose(): boolean {
    return !this.isMirrored && !this.isEmpty;
  }

  get ids(): Set<string> {
    return new Set(this.batches.map((batch) => batch.id));
  }

  /** A key was struck. */
  note(update: Uint8Array): void {
    const { mirror, name, copy } = this.ask;
    if (!this.gathering || this.gathering.size > BATCH_BYTES) {
      this.gathering = { id: newId(), pieces: [], size: 0 };
      this.batches.push(this.gathering);
    }
    this.gathering.pieces.push(update);
    this.gathering.size += update.length;
    void mirror?.keep({ doc: name, epoch: copy.epoch, batch: this.gathering.id, bytes: update }).catch(() => (this.isMirrored = false));
    this.ask.moved();
    this.pumpIn(GATHER_MS);
  }

  /** A piece that waits in the mirror. */
  enqueue(piece: Piece): void {
    const batch = this.batches.find((b) => b.id === piece.batch);
    if (batch) batch.pieces.push(piece.bytes);
    else this.batches.push({ id: piece.batch, pieces: [piece.bytes], size: BATCH_BYTES });
  }

  /** A batch of its own, as a piece for the mirror. */
  add(bytes: Uint8Array): Piece {
    const piece = { doc: this.ask.name, epoch: this.ask.copy.epoch, batch: newId(), bytes };
    this.enqueue(piece);
    return piece;
  }

  /** Empties it: what it held belongs to an epoch that is over. */
  takeAll(epoch: number): Piece[] {
    const pieces = this.batches.flatMap((batch) => batch.pieces.map((bytes) => ({ doc: this.ask.name, epoch, batch: batch.id, bytes })));
    this.batches = [];
    this.gathering = null;
    return pieces;
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
    const { copy, wire, where, mirror, name } = this.ask;
    while (copy.isOpen && this.batches.length > 0) {
      const batch = this.batches[0]!;
      if (batch === this.gathering) this.gathering = null;
      const epoch = copy.epoch;
      const pushed = await wire.push(where, epoch, batch.id, toBase64(Y.mergeUpdates(batch.pieces)), copy.upTo, copy.hasText);
      if (copy.epoch !== epoch) return;
      if (pushed.outcome === "began") return this.ask.began();
      if (pushed.outcome !== "kept") return this.later(pushed);
      this.batches = this.batches.filter((b) => b !== batch);
      for (const other of pushed.others) copy.apply(fromBase64(other.bytes));
      this.reached(pushed.id, 1 + pushed.others.length);
      void mirror?.forget(name, batch.id).catch(ignoreLost);
      this.ask.moved();
    }
  }

  private later(pushed: Pushed): void {
    if (pushed.sentence) this.ask.tell({ kind: "problem", sentence: pushed.sentence });
    else if (pushed.outcome !== "slow") this.ask.tell({ kind: "unsaved" });
    this.pumpIn(pushed.outcome === "slow" ? 1_000 : TRY_AGAIN_MS);
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
