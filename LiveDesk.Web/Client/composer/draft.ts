import type * as Y from "yjs";
import { Copy } from "./copy";
import { filesOf, sourcesOf } from "./document";
import type { DraftEvent, Saved } from "./draftEvents";
import { type Hand, Hands } from "./hands";
import { fromBase64 } from "./ids";
import { Leftovers } from "./leftovers";
import type { Mirror } from "./mirror";
import { Opening, type Seed } from "./opening";
import { Outbox, TRY_AGAIN_MS } from "./outbox";
import { type HandNews, type Listener, type Meanwhile, type Move, type Sent, type TakenOver, type Updated, type Where, type Wire, ignoreLost } from "./wire";

/**
 * One draft: a Yjs document that everybody on it shares. What is typed leaves by the {@link Outbox}; what the server and others say comes in
 * here. After a send the server begins a new epoch, and so does every screen ({@link Opening}).
 */
export class Draft implements Listener {
  /** The server has said, once at least, what is in it. */
  isKnown = false;
  private readonly copy: Copy;
  private readonly outbox: Outbox;
  private readonly opening: Opening;
  private early: Updated[] = [];
  private readonly watchers = new Set<(event: DraftEvent) => void>();
  private readonly stopListening: () => void;

  constructor(
    private readonly person: string,
    readonly where: Where,
    private readonly wire: Wire,
    mirror: Mirror | null,
    seed: Seed | null = null,
  ) {
    const name = `${person}/${where.subject}/${where.audience}`;
    const tell = (event: DraftEvent): void => this.tell(event);
    const copy = (this.copy = new Copy((update) => this.outbox.note(update), (doc) => this.handsIn(doc)));
    const outbox = (this.outbox = new Outbox({ where, name, copy, wire, mirror, tell, moved: () => this.tellSaved(), began: () => this.up() }));
    this.opening = new Opening({ person, where, wire, copy, outbox, leftovers: new Leftovers(name, mirror, copy, outbox), seed, tell, opened: () => this.opened(), lost: () => this.lose() });
    this.stopListening = wire.listen(this);
    if (wire.isUp) this.up();
  }

  watch(watcher: (event: DraftEvent) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  get doc(): Y.Doc {
    return this.copy.doc;
  }

  get hands(): Hands {
    return this.copy.hands;
  }

  get saved(): Saved {
    if (!this.wire.isUp || this.copy.isGone) return "offline";
    return this.copy.isOpen && this.outbox.isEmpty ? "saved" : "saving";
  }

  /** At once when it is open; else when the server has said what is in it. */
  whenOpen(): Promise<void> {
    if (this.copy.isOpen) return Promise.resolve();
    return new Promise((done) => {
      const stop = this.watch(() => {
        if (!this.copy.isOpen) return;
        stop();
        done();
      });
    });
  }

  /** When the server has everything, or cannot be asked (any more). */
  whenSettled(): Promise<void> {
    return new Promise((done) => {
      const look = (): void => {
        if (!this.copy.isGone && this.wire.isUp && this.saved !== "saved") return;
        stop();
        done();
      };
      const stop = this.watch(look);
      look();
    });
  }

  get wouldLose(): boolean {
    return this.outbox.wouldLose;
  }

  /** Everybody else who is in it now. */
  get others(): Hand[] {
    return this.hands.others(this.person);
  }

  get hasText(): boolean {
    return this.copy.hasText;
  }

  /** The customer's entry that the writer has seen: a send says so. */
  saw(entry: string): void {
    this.copy.seenCustomerEntry = entry;
  }

  /** Sends what waits, says good-bye, and forgets the document; the mirror keeps what could not be sent. */
  async leave(): Promise<void> {
    await this.outbox.pump();
    this.hands.destroy();
    this.stopListening();
    this.doc.destroy();
    await this.wire.close(this.where).catch(ignoreLost);
  }

  /**
   * Sends the text as an entry. It is asked for with `markdown` just before, so that letters of others that arrived meanwhile are in it.
   * @throws When the connection breaks: it may have been sent or not; the next {@link up} shows which.
   */
  async send(markdown: () => string, move: Move | null = null, children: string[] = []): Promise<Sent> {
    const { copy, outbox } = this;
    for (let attempt = 0; attempt < 6; attempt++) {
      await outbox.pump();
      if (!copy.isOpen || !outbox.isEmpty) return { outcome: "refused", sentence: null };
      const sent = await this.wire.send({
        ...this.where,
        epoch: copy.epoch,
        upTo: copy.upTo,
        markdown: markdown(),
        state: copy.whole,
        seenCustomerEntry: copy.seenCustomerEntry ?? null,
        files: [...filesOf(copy.doc).keys()],
        sources: [...sourcesOf(copy.doc).values()],
        move,
        children,
      });
      if (sent.outcome === "behind" || sent.outcome === "sent") await this.opening.again();
      if (sent.outcome !== "behind") return sent;
    }
    return { outcome: "refused", sentence: null };
  }

  async takeOver(): Promise<void> {
    await this.wire.takeOver(this.where);
  }

  /** What was typed is with the server before the colleague looks. */
  async askForReview(colleague: string): Promise<void> {
    await this.outbox.pump();
    await this.wire.review(this.where, colleague);
  }

  /** The text went where it should (an article was saved), or was thrown away: an empty document begins on every screen, unless it is not `isWanted` once all is with the server. */
  async clear(isWanted: () => boolean): Promise<void> {
    await this.outbox.pump();
    if (!isWanted()) return;
    await this.wire.clear(this.where, this.copy.epoch, this.copy.upTo, this.copy.whole);
    await this.opening.again();
  }

  // ---- what the server and others say

  up(): void {
    void this.opening.again().catch(() => setTimeout(() => this.wire.isUp && !this.copy.isOpen && this.up(), TRY_AGAIN_MS));
  }

  down(): void {
    this.copy.isOpen = false;
    this.tellSaved();
  }

  updated(update: Updated): void {
    if (!this.isMine(update)) return;
    if (!this.copy.isOpen) this.early.push(update);
    else if (update.epoch === this.copy.epoch) this.copy.apply(fromBase64(update.bytes));
    else if (update.epoch > this.copy.epoch) this.up();
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
    if (this.isMine(news) && news.epoch === this.copy.epoch) this.hands.hear(news);
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

  private opened(): void {
    this.isKnown = true;
    this.hands.sayAgain();
    for (const update of this.early.splice(0)) this.updated(update);
    this.tellSaved();
    void this.outbox.pump();
  }

  private handsIn(doc: Y.Doc): Hands {
    return new Hands(
      doc,
      (client, state) => this.wire.hand(this.where, this.copy.epoch, client, state),
      () => this.tell({ kind: "hands" }),
    );
  }

  private lose(): void {
    this.copy.isGone = true;
    this.copy.isOpen = false;
    this.tell({ kind: "gone" });
  }

  private tellSaved(): void {
    this.tell({ kind: "saved", state: this.saved });
  }

  private tell(event: DraftEvent): void {
    // An article's next draft is nobody's to write in until the article stands in it.
    if (event.kind === "anew" && this.where.audience === "article") this.isKnown = false;
    for (const watcher of [...this.watchers]) watcher(event);
  }
}
