import * as Y from "yjs";
import { appendLines, filesOf, hasMoreThan, hasText, sourcesOf, typedAfter } from "./document";
import { type Hand, Hands } from "./hands";
import { fromBase64, newId, toBase64 } from "./ids";
import type { Mirror, Piece } from "./mirror";
import type { Audience, HandNews, Listener, Meanwhile, Opened, Pushed, Sent, TakenOver, Updated, Where, Wire } from "./wire";

/** `saved`: on the server's disk. `saving`: on its way. `offline`: kept in this browser until the server is back. */
export type Saved = "saved" | "saving" | "offline";

export type DraftEvent =
  | { kind: "saved"; state: Saved }
  /** Another document took its place: it was sent, here or elsewhere. */
  | { kind: "anew"; carried: boolean }
  | { kind: "customerWrote"; meanwhile: Meanwhile }
  | { kind: "problem"; sentence: string }
  /** The server cannot save just now; it is tried again. */
  | { kind: "unsaved" }
  /** Who else is in it, or writes in it, changed. */
  | { kind: "hands" }
  | { kind: "takenOver"; by: string }
  /** The session is over: after signing in again everything goes on. */
  | { kind: "signedOut" }
  /** It is not ours to see any more. */
  | { kind: "gone" };

interface Batch {
  id: string;
  pieces: Uint8Array[];
  size: number;
}

const SERVER = Symbol("from the server");
const CARRY = Symbol("carried over");
/** Long enough to gather a few keys, short enough to be on disk within 2 s of the last one. */
const GATHER_MS = 250;
const TRY_AGAIN_MS = 3_000;
const FOLD_AFTER = 200;
const BATCH_BYTES = 64 * 1024;

/**
 * One draft: a Yjs document that everybody on it shares. Every key goes to the mirror at once and to the server in batches; a batch leaves the
 * mirror when the server says that it is on disk. After a send the server begins a new epoch, and so does every screen.
 */
export class Draft implements Listener {
  doc = new Y.Doc();
  hands = this.handsIn(this.doc);
  private epoch = 0;
  private upTo = 0;
  private sinceFold = 0;
  private outbox: Batch[] = [];
  private gathering: Batch | null = null;
  private isOpen = false;
  private isGone = false;
  private isMirrored: boolean;
  private early: Updated[] = [];
  private opening: Promise<void> = Promise.resolve();
  private pumping: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly watchers = new Set<(event: DraftEvent) => void>();
  private readonly stopListening: () => void;
  private readonly name: string;
  /** The server has said, once at least, what is in it. */
  isKnown = false;
  /** The last customer's entry that the writer knew of. */
  seenCustomerEntry: string | null | undefined;

  constructor(
    private readonly person: string,
    readonly where: Where,
    private readonly wire: Wire,
    private readonly mirror: Mirror | null,
    /** Writes what an article's draft begins with; returns the article's revision that it is. */
    private readonly seed: ((doc: Y.Doc) => number) | null = null,
  ) {
    this.isMirrored = mirror !== null;
    this.name = `${person}/${where.subject}/${where.audience}`;
    this.doc.on("update", this.typed);
    this.stopListening = wire.listen(this);
    if (wire.isUp) this.up();
  }

  watch(watcher: (event: DraftEvent) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  get saved(): Saved {
    if (!this.wire.isUp || this.isGone) return "offline";
    return this.isOpen && this.outbox.length === 0 ? "saved" : "saving";
  }

  /** At once when it is open; else when the server has said what is in it. */
  whenOpen(): Promise<void> {
    if (this.isOpen) return Promise.resolve();
    return new Promise((done) => {
      const stop = this.watch(() => {
        if (!this.isOpen) return;
        stop();
        done();
      });
    });
  }

  /** Leaving the page now would lose letters: the server has them not, and this browser could not keep them (no storage, or none left). */
  get wouldLose(): boolean {
    return !this.isMirrored && this.outbox.length > 0;
  }

  /** Everybody else who is in it now. */
  get others(): Hand[] {
    return this.hands.others(this.person);
  }

  get hasText(): boolean {
    return hasText(this.doc);
  }

  /** Sends what waits, says good-bye, and forgets the document; the mirror keeps what could not be sent. */
  async leave(): Promise<void> {
    await this.pump();
    this.hands.destroy();
    this.stopListening();
    this.doc.destroy();
    await this.wire.close(this.where).catch(ignoreLost);
  }

  /**
   * Sends the text as an entry. It is asked for with `markdown` just before, so that letters of others that arrived meanwhile are in it.
   * @throws When the connection breaks: it may have been sent or not; the next {@link up} shows which.
   */
  async send(markdown: () => string): Promise<Sent> {
    for (let attempt = 0; attempt < 6; attempt++) {
      await this.pump();
      if (!this.isOpen || this.outbox.length > 0) return { outcome: "refused", sentence: null };
      const sent = await this.wire.send({
        ...this.where,
        epoch: this.epoch,
        upTo: this.upTo,
        markdown: markdown(),
        state: toBase64(Y.encodeStateAsUpdate(this.doc)),
        seenCustomerEntry: this.seenCustomerEntry ?? null,
        files: [...filesOf(this.doc).keys()],
        sources: [...sourcesOf(this.doc).values()],
      });
      if (sent.outcome === "behind" || sent.outcome === "sent") await this.reopen();
      if (sent.outcome !== "behind") return sent;
    }
    return { outcome: "refused", sentence: null };
  }

  async takeOver(): Promise<void> {
    await this.wire.takeOver(this.where);
  }

  /** What was typed is with the server before the colleague looks. */
  async askForReview(colleague: string): Promise<void> {
    await this.pump();
    await this.wire.review(this.where, colleague);
  }

  /** The text went where it should (an article was saved), or was thrown away: an empty document begins on every screen, unless it is not `isWanted` once all is with the server. */
  async clear(isWanted: () => boolean): Promise<void> {
    await this.pump();
    if (!isWanted()) return;
    await this.wire.clear(this.where, this.epoch, this.upTo, toBase64(Y.encodeStateAsUpdate(this.doc)));
    await this.reopen();
  }

  up(): void {
    void this.reopen().catch(() => setTimeout(() => this.wire.isUp && !this.isOpen && this.up(), TRY_AGAIN_MS));
  }

  down(): void {
    this.isOpen = false;
    this.tellSaved();
  }

  updated(update: Updated): void {
    if (!this.isMine(update)) return;
    if (!this.isOpen) this.early.push(update);
    else if (update.epoch === this.epoch) this.apply(fromBase64(update.bytes));
    else if (update.epoch > this.epoch) this.up();
  }

  began(where: Where): void {
    if (this.isMine(where)) this.up();
  }

  gone(where: Where): void {
    if (this.isMine(where)) this.lose();
  }

  signedOut(): void {
    this.tell({ kind: "signedOut" });
  }

  hand(news: HandNews): void {
    if (this.isMine(news) && news.epoch === this.epoch) this.hands.hear(news);
  }

  handsAsked(where: Where): void {
    if (this.isMine(where)) this.hands.sayAgain();
  }

  takenOver(news: TakenOver): void {
    if (!this.isMine(news) || news.person === this.person) return;
    this.hands.write(false);
    this.tell({ kind: "takenOver", by: news.name });
  }

  customerWrote(subject: string, meanwhile: Meanwhile): void {
    if (subject === this.where.subject && this.where.audience === "reply") this.tell({ kind: "customerWrote", meanwhile });
  }

  private isMine = (where: Where): boolean => where.subject === this.where.subject && where.audience === this.where.audience;

  // ---- to the server

  private readonly typed = (update: Uint8Array, origin: unknown): void => {
    if (origin === SERVER || origin === CARRY) return;
    this.note(update);
  };

  private note(update: Uint8Array): void {
    if (!this.gathering || this.gathering.size > BATCH_BYTES) {
      this.gathering = { id: newId(), pieces: [], size: 0 };
      this.outbox.push(this.gathering);
    }
    this.gathering.pieces.push(update);
    this.gathering.size += update.length;
    void this.mirror?.keep({ doc: this.name, epoch: this.epoch, batch: this.gathering.id, bytes: update }).catch(() => (this.isMirrored = false));
    this.tellSaved();
    this.pumpIn(GATHER_MS);
  }

  private pump(): Promise<void> {
    this.pumping ??= this.pushAll()
      .catch(() => this.wire.isUp && this.pumpIn(TRY_AGAIN_MS))
      .then(() => {
        this.pumping = null;
      });
    return this.pumping;
  }

  private async pushAll(): Promise<void> {
    while (this.isOpen && this.outbox.length > 0) {
      const batch = this.outbox[0]!;
      if (batch === this.gathering) this.gathering = null;
      const epoch = this.epoch;
      const pushed = await this.wire.push(this.where, epoch, batch.id, toBase64(Y.mergeUpdates(batch.pieces)), this.upTo, this.hasText);
      if (this.epoch !== epoch) return;
      if (pushed.outcome === "began") return this.up();
      if (pushed.outcome !== "kept") return this.later(pushed);
      this.outbox = this.outbox.filter((b) => b !== batch);
      for (const other of pushed.others) this.apply(fromBase64(other.bytes));
      this.reached(pushed.id, 1 + pushed.others.length);
      void this.mirror?.forget(this.name, batch.id).catch(ignoreLost);
      this.tellSaved();
    }
  }

  private later(pushed: Pushed): void {
    if (pushed.sentence) this.tell({ kind: "problem", sentence: pushed.sentence });
    else if (pushed.outcome !== "slow") this.tell({ kind: "unsaved" });
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
    this.upTo = Math.max(this.upTo, id);
    this.sinceFold += count;
    if (this.sinceFold < FOLD_AFTER || this.outbox.length > 0) return;
    this.sinceFold = 0;
    void this.wire.fold(this.where, this.epoch, this.upTo, toBase64(Y.encodeStateAsUpdate(this.doc))).catch(ignoreLost);
  }

  // ---- from the server

  /** An update that is none (a broken or hostile client's) spoils nothing. */
  private apply(bytes: Uint8Array): void {
    tryApply(this.doc, bytes, SERVER);
  }

  /** One after the other: the last one sees the last state. */
  private reopen(): Promise<void> {
    this.opening = this.opening.catch(ignoreLost).then(() => this.open());
    return this.opening;
  }

  private async open(): Promise<void> {
    if (!this.wire.isUp || this.isGone) return;
    this.isOpen = false;
    const waiting = (await this.mirror?.pieces(this.name)) ?? [];
    const held = this.epoch || newestEpoch(waiting);
    let opened = await this.wire.open(this.where, held);
    if (!opened || opened.person !== this.person) return this.lose();
    opened = await this.whole(opened);
    const wasSetBack = opened.epoch === this.epoch && opened.upTo < this.upTo;
    if (this.epoch !== 0 && opened.epoch !== this.epoch) this.beginAnew(opened, held);
    else this.join(opened);
    await this.adopt(opened, held, waiting);
    if (!this.wire.isUp) return;
    if (wasSetBack) this.giveBack(opened);
    this.isOpen = true;
    this.isKnown = true;
    this.hands.sayAgain();
    for (const update of this.early.splice(0)) this.updated(update);
    this.tellSaved();
    void this.pump();
  }

  /** With a snapshot that does not apply, the updates it was made from still do. */
  private async whole(opened: Opened): Promise<Opened> {
    if (!opened.snapshot || tryApply(new Y.Doc(), fromBase64(opened.snapshot))) return opened;
    return (await this.wire.open(this.where, this.epoch, true)) ?? opened;
  }

  private join(opened: Opened): void {
    this.epoch = opened.epoch;
    this.seenCustomerEntry ??= opened.lastCustomerEntry;
    if (opened.snapshot) this.apply(fromBase64(opened.snapshot));
    for (const update of opened.updates) this.apply(fromBase64(update.bytes));
    this.upTo = Math.max(this.upTo, opened.upTo);
    this.sinceFold = opened.updates.length;
  }

  /** It was sent. An empty document takes its place; letters typed after the send are in the mirror and follow ({@link adopt}). */
  private beginAnew(opened: Opened, held: number): void {
    const old = this.doc;
    old.off("update", this.typed);
    this.hands.destroy();
    this.doc = new Y.Doc();
    this.hands = this.handsIn(this.doc);
    this.doc.on("update", this.typed);
    const unsent = this.outbox.flatMap((batch) => batch.pieces.map((bytes) => ({ doc: this.name, epoch: held, batch: batch.id, bytes })));
    this.outbox = [];
    this.gathering = null;
    this.upTo = 0;
    this.epoch = 0;
    this.seenCustomerEntry = opened.lastCustomerEntry;
    this.join(opened);
    // Without a mirror the page itself is where they are.
    const carried = !this.mirror && this.carryOver(opened, held, unsent) !== null;
    this.tell({ kind: "anew", carried });
    old.destroy();
  }

  /** Letters that wait in the mirror: of this epoch they are sent (again), of an older one those that were not sent are carried over. */
  private async adopt(opened: Opened, held: number, waiting: readonly Piece[]): Promise<void> {
    if (!this.mirror) return this.sow();
    const known = new Set(this.outbox.map((batch) => batch.id));
    const unsettled = new Set(waiting.filter((p) => p.epoch === 0).map((p) => p.batch));
    for (const batch of known) unsettled.add(batch);
    if (unsettled.size > 0) await this.mirror.settle(this.name, unsettled, this.epoch);
    for (const piece of waiting.filter((p) => (p.epoch === 0 || p.epoch === this.epoch) && !known.has(p.batch))) this.enqueue(piece);
    let carried = false;
    await this.mirror.carry(this.name, this.epoch, (old) => {
      const piece = this.carryOver(opened, held, old);
      carried = piece !== null;
      return piece;
    });
    if (carried) this.tell({ kind: "anew", carried });
    await this.sow();
  }

  private enqueue(piece: Piece): void {
    this.apply(piece.bytes);
    const batch = this.outbox.find((b) => b.id === piece.batch);
    if (batch) batch.pieces.push(piece.bytes);
    else this.outbox.push({ id: piece.batch, pieces: [piece.bytes], size: BATCH_BYTES });
  }

  private carryOver(opened: Opened, held: number, old: readonly Piece[]): Piece | null {
    const bytes = (pieces: readonly Piece[]) => pieces.map((piece) => piece.bytes);
    const lines = [
      ...typedAfter(null, bytes(old.filter((piece) => piece.epoch !== held))),
      ...typedAfter(opened.sent ? fromBase64(opened.sent) : null, bytes(old.filter((piece) => piece.epoch === held))),
    ];
    if (lines.length === 0) return null;
    const before = Y.encodeStateVector(this.doc);
    this.doc.transact(() => appendLines(this.doc, lines), CARRY);
    const update = Y.encodeStateAsUpdate(this.doc, before);
    const batch = { id: newId(), pieces: [update], size: BATCH_BYTES };
    this.outbox.push(batch);
    return { doc: this.name, epoch: this.epoch, batch: batch.id, bytes: update };
  }

  /** An article's draft begins with the article. Of several who open it at once one is taken, and none of an older revision. */
  private async sow(): Promise<void> {
    if (!this.seed || this.upTo > 0 || this.outbox.length > 0 || hasText(this.doc)) return;
    const first = new Y.Doc();
    const revision = this.seed(first);
    await this.wire.seed(this.where, this.epoch, revision, toBase64(Y.encodeStateAsUpdate(first)));
    const opened = await this.wire.open(this.where, this.epoch);
    if (opened && opened.epoch === this.epoch) this.join(opened);
  }

  /** A server that was set back to an older state (a backup) gets again what we have. */
  private giveBack(opened: Opened): void {
    const theirs = new Y.Doc();
    if (opened.snapshot) tryApply(theirs, fromBase64(opened.snapshot));
    for (const update of opened.updates) tryApply(theirs, fromBase64(update.bytes));
    this.upTo = opened.upTo;
    if (hasMoreThan(this.doc, theirs)) this.note(Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(theirs)));
    theirs.destroy();
  }

  private handsIn(doc: Y.Doc): Hands {
    return new Hands(
      doc,
      (client, state) => this.wire.hand(this.where, this.epoch, client, state),
      () => this.tell({ kind: "hands" }),
    );
  }

  private lose(): void {
    this.isGone = true;
    this.isOpen = false;
    this.tell({ kind: "gone" });
  }

  private tellSaved(): void {
    this.tell({ kind: "saved", state: this.saved });
  }

  private tell(event: DraftEvent): void {
    for (const watcher of [...this.watchers]) watcher(event);
  }
}

/** Letters of drafts that are not open on this page (typed before a crash, on another ticket) are sent too. */
export async function sendWaiting(person: string, wire: Wire, mirror: Mirror, isOpenHere: (where: Where) => boolean): Promise<void> {
  for (const name of await mirror.docs(person)) {
    const [, subject, audience] = name.split("/") as [string, string, Audience];
    const where = { subject, audience };
    if (isOpenHere(where)) continue;
    const pieces = (await mirror.pieces(name)).filter((piece) => piece.epoch > 0);
    for (const batch of new Set(pieces.map((piece) => piece.batch))) {
      const mine = pieces.filter((piece) => piece.batch === batch);
      const pushed = await wire.push(where, mine[0]!.epoch, batch, toBase64(Y.mergeUpdates(mine.map((piece) => piece.bytes))), Number.MAX_SAFE_INTEGER, true);
      if (pushed.outcome === "kept") await mirror.forget(name, batch);
    }
  }
}

const newestEpoch = (pieces: readonly Piece[]): number => Math.max(0, ...pieces.map((piece) => piece.epoch));

function tryApply(doc: Y.Doc, bytes: Uint8Array, origin?: unknown): boolean {
  try {
    Y.applyUpdate(doc, bytes, origin);
    return true;
  } catch {
    return false;
  }
}

/** The connection broke under a call: {@link Wire} tries again, and opening again sends what is left. */
export function ignoreLost(): void {}
