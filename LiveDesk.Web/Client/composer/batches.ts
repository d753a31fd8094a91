import * as Y from "yjs";
import { newId } from "../shared/ids";
import type { Waiting } from "./mirror";

// What is sent to the server together.

/** So much and no more is gathered; a single piece may be larger. */
const BATCH_BYTES = 64 * 1024;

/** What was typed, sent under one id. Once it was sent its pieces stay as they are: an id never stands for other letters than before. */
export class Batch {
  readonly id = newId();
  /** What the mirror has of it: batches of this page, and single pieces of others. */
  readonly own = new Set<string>();
  readonly keys = new Set<number>();
  /** What the mirror could not keep. */
  readonly unkept: Uint8Array[] = [];
  private readonly pieces: Uint8Array[] = [];
  private size = 0;

  /** Of this page. */
  static begun(): Batch {
    const batch = new Batch();
    batch.own.add(batch.id);
    return batch;
  }

  /** Another page, which may be writing still, left these in the mirror. They go under ids of their own: that page alone knows when its batch is complete. */
  static of(waiting: readonly Waiting[]): Batch[] {
    const batches: Batch[] = [];
    for (const { key, bytes } of waiting) {
      if (batches.length === 0 || batches.at(-1)!.isFull) batches.push(new Batch());
      batches.at(-1)!.put(bytes);
      batches.at(-1)!.keys.add(key);
    }
    return batches;
  }

  /** `bytes` in place of all of them. */
  static instead(batches: readonly Batch[], bytes: Uint8Array): Batch {
    const one = new Batch();
    one.put(bytes);
    for (const { own, keys } of batches) {
      for (const name of own) one.own.add(name);
      for (const key of keys) one.keys.add(key);
    }
    if (batches.some(({ unkept }) => unkept.length > 0)) one.unkept.push(bytes);
    return one;
  }

  get isFull(): boolean {
    return this.size > BATCH_BYTES;
  }

  get bytes(): Uint8Array {
    return Y.mergeUpdates(this.pieces);
  }

  put(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.size += piece.length;
  }

  holds({ batch, key }: Waiting): boolean {
    return this.own.has(batch) || this.keys.has(key);
  }
}
