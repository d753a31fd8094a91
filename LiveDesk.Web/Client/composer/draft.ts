import type * as Y from "yjs";
import { Copy } from "./copy";
import { Dispatch, type SendWith } from "./dispatch";
import { macrosOf } from "./document";
import type { DraftEvent, Saved } from "./draftEvents";
import { Gaps } from "./gaps";
import { type Hand, Hands } from "./hands";
import { fromBase64 } from "./base64";
import { Leftovers } from "./leftovers";
import type { Mirror } from "./mirror";
import { Opening, type Seed } from "./opening";
import { Outbox, TRY_AGAIN_MS } from "./outbox";
import type { HandNews, MacroChoice, Meanwhile, Move, Opened, Sent, TakenOver, Updated, Where } from "./messages";
import { type Listener, type Wire, ignoreLost } from "./wire";

/** One draft: a Yjs document that everybody on it shares. What is typed leaves by the {@link Outbox}; what the server and others say comes in here. */
export class Draft implements Listener {
  /** The server has said, once at least, what is in it. */
  isKnown = false;
  private readonly copy: Copy;
  private readonly outbox: Outbox;
  private readonly opening: Opening;
  private readonly dispatch: Dispatch;
  private readonly gaps: Gaps;
  private early: Updated[] = [];
  private readonly watchers = new Set<(event: DraftEvent) => void>();
  private readonly stopListening: () => void;

  constructor(
    private readonly person: string,
    readonly where: Where,
    private readonly wire: Wire,
    mirror: Mirror | null,
    /** Of the element that shows it now. */
    public seed: Seed | null = null,
  ) {
    const name = `${person}/${where.subject}/${where.audience}`;
    const tell = (event: DraftEvent): void => this.tell(event);
    const copy = (this.copy = new Copy((update) => this.outbox.note(update), (doc) => this.handsIn(doc)));
    const outbox = (this.outbox = new Outbox({ person, where, name, copy, wire, mirror, tell, moved: () => this.tellSaved(), began: () => this.up() }));
    this.opening = new Opening({ person, where, wire, copy, outbox, leftovers: new Leftovers(name, mirror, copy, outbox, where.audience === "article"), seed: () => this.seed, tell, opened: (opened) => this.opened(opened), lost: () => this.lose() });
    this.dispatch = new Dispatch({ where, wire, copy, outbox, settled: () => this.settled(), again: () => this.inStep() });
    this.gaps = new Gaps(copy, () => this.up());
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

  /** When the server has everything, will not have it, or cannot be asked (any more). */
  whenSettled(): Promise<void> {
    return new Promise((done) => {
      const look = (): void => {
        if (!this.copy.isGone && this.wire.isUp && !this.isRefused && this.saved !== "saved") return;
        stop();
        done();
      };
      const stop = this.watch(look);
      look();
    });
  }

  /** The server will not save it as it is. */
  get isRefused(): boolean {
    return this.outbox.isRefused;
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

  /** Sends what waits. */
  pump = (): Promise<void> => this.outbox.pump();

  /** Says good-bye, at once, and forgets the document; the mirror keeps what could not be sent. */
  async leave(): Promise<void> {
    this.copy.isOpen = false;
    this.hands.destroy();
    this.stopListening();
    this.doc.destroy();
    await this.wire.close(this.where).catch(ignoreLost);
  }

  /** Sends the text as an entry ({@link Dispatch.send}). */
  send = (markdown: () => string, how: SendWith = {}): Promise<Sent> => this.dispatch.send(markdown, how);

  /** What work it was; in the document, so that everybody on the draft sees the same. */
  get activity(): string | null {
    return this.dispatch.activity;
  }

  choose(activity: string | null): void {
    this.dispatch.choose(activity);
  }

  /** What is chosen to be done with the text. */
  get macros(): MacroChoice[] {
    return this.dispatch.macros;
  }

  /** The status that goes with it; the last one chosen counts. */
  get macroStatus(): { status: string; name: string } | null {
    const last = [...macrosOf(this.doc).values()].filter(({ statusId }) => statusId !== null).at(-1);
    return last ? { status: last.statusId!, name: last.changes.find(({ what }) => what === "Status")?.to ?? "" } : null;
  }

  /** Does what is chosen without a word. @throws When the connection breaks. */
  apply = (move: Move | null): Promise<Sent> => this.dispatch.apply(move);

  takeOver = (): Promise<void> => this.wire.takeOver(this.where);

  /** What was typed is with the server before the colleague looks. */
  async askForReview(colleague: string): Promise<void> {
    await this.outbox.pump();
    await this.wire.review(this.where, colleague);
  }

  /** The text went where it should (an article was saved), or was thrown away: an empty document begins on every screen, unless it is not `isWanted` once all is with the server. */
  clear = (isWanted: () => boolean): Promise<void> => this.dispatch.clear(isWanted);

  /** While one epoch takes the other's place, the letters are between them. */
  settled(): Promise<void> {
    return this.opening.settled;
  }

  // ---- what the server and others say

  up(): void {
    void this.inStep();
  }

  down(): void {
    this.copy.isOpen = false;
    this.tellSaved();
  }

  updated(update: Updated): void {
    if (!this.isMine(update)) return;
    if (!this.copy.isOpen) this.early.push(update);
    else if (update.epoch > this.copy.epoch) this.up();
    else if (update.epoch === this.copy.epoch) {
      this.copy.apply(fromBase64(update.bytes));
      this.gaps.look();
    }
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
    if (subject === this.where.subject && this.where.audience === "reply") this.customerSaid(meanwhile);
  }

  private async inStep(): Promise<void> {
    await this.opening.again().catch(() => setTimeout(() => this.wire.isUp && !this.copy.isOpen && this.up(), TRY_AGAIN_MS));
  }

  private isMine = (where: Where): boolean => where.subject === this.where.subject && where.audience === this.where.audience;

  private opened({ lastCustomerEntry }: Opened): void {
    this.isKnown = true;
    // They may have written while the line was down.
    if (lastCustomerEntry) this.customerSaid(lastCustomerEntry);
    this.hands.sayAgain();
    for (const update of this.early.splice(0)) this.updated(update);
    this.tellSaved();
    void this.outbox.pump();
  }

  private customerSaid(meanwhile: Meanwhile): void {
    if (meanwhile.entryId === this.copy.seenCustomerEntry) return;
    if (this.hasText) this.tell({ kind: "customerWrote", meanwhile });
    else this.saw(meanwhile.entryId);
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
    if (event.kind === "anew" && this.where.audience === "article" && this.copy.upTo === 0) this.isKnown = false;
    for (const watcher of [...this.watchers]) watcher(event);
  }
}
