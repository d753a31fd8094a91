import * as Y from "yjs";
import { hasMoreThan, hasText, wholeOf } from "./document";
import type { Hands } from "./hands";
import { fromBase64, toBase64 } from "./base64";
import type { Opened } from "./messages";

// This browser's copy of a draft: the document of one epoch, whose hands are in it, and how far it knows the server's.

const SERVER = Symbol("from the server");
/** Letters of an epoch that ended, written into the next one: they are in the outbox already. */
export const CARRY = Symbol("carried over");

export class Copy {
  doc = new Y.Doc();
  hands: Hands;
  /** 0 until the server has said which one it is. */
  epoch = 0;
  /** The server's last update that is in it with all before. */
  upTo = 0;
  /** Updates at the server since the last snapshot. */
  sinceFold = 0;
  /** It is in step with the server. */
  isOpen = false;
  /** It is not ours to see any more. */
  isGone = false;
  /** The last customer's entry that the writer knew of; null: the customer had not written yet. */
  seenCustomerEntry: string | null | undefined;

  constructor(
    private readonly typed: (update: Uint8Array) => void,
    private readonly handsIn: (doc: Y.Doc) => Hands,
  ) {
    this.hands = handsIn(this.doc);
    this.doc.on("update", this.changed);
  }

  get hasText(): boolean {
    return hasText(this.doc);
  }

  /** All of it, as the server keeps it. */
  get whole(): string {
    return toBase64(wholeOf(this.doc));
  }

  /** Something before what it was given last has not come: a signal was lost on the way, or comes late. */
  get hasGap(): boolean {
    return this.doc.store.pendingStructs !== null || this.doc.store.pendingDs !== null;
  }

  /** An update that is none (a broken or hostile client's) spoils nothing. */
  apply(bytes: Uint8Array): void {
    tryApply(this.doc, bytes, SERVER);
  }

  join(opened: Opened): void {
    this.epoch = opened.epoch;
    if (this.seenCustomerEntry === undefined) this.seenCustomerEntry = opened.lastCustomerEntry?.entryId ?? null;
    // At once: the editor draws it once, not once for each of thousands of keys.
    this.doc.transact(() => {
      if (opened.snapshot) this.apply(fromBase64(opened.snapshot));
      for (const update of opened.updates) this.apply(fromBase64(update.bytes));
    }, SERVER);
    this.upTo = Math.max(this.upTo, opened.upTo);
    this.sinceFold = opened.updates.length;
  }

  /** The document of another epoch takes the place of this one, which is returned: whoever shows it lets go of it first. */
  beginAnew(opened: Opened): Y.Doc {
    const old = this.doc;
    old.off("update", this.changed);
    this.hands.destroy();
    this.doc = new Y.Doc();
    this.hands = this.handsIn(this.doc);
    this.doc.on("update", this.changed);
    this.upTo = 0;
    this.epoch = 0;
    this.join(opened);
    return old;
  }

  /** What a server that was set back to an older state (a backup) has not. */
  lackedBy(opened: Opened): Uint8Array | null {
    const theirs = new Y.Doc();
    if (opened.snapshot) tryApply(theirs, fromBase64(opened.snapshot));
    for (const update of opened.updates) tryApply(theirs, fromBase64(update.bytes));
    const lacked = hasMoreThan(this.doc, theirs) ? Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(theirs)) : null;
    theirs.destroy();
    return lacked;
  }

  private readonly changed = (update: Uint8Array, origin: unknown): void => {
    if (origin !== SERVER && origin !== CARRY) this.typed(update);
  };
}

export function tryApply(doc: Y.Doc, bytes: Uint8Array, origin?: unknown): boolean {
  try {
    Y.applyUpdate(doc, bytes, origin);
    return true;
  } catch {
    return false;
  }
}
