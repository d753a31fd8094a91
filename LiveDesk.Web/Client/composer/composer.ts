import "./composer.css";
import { keyOf } from "../desk/keys";
import { ActivityChoice } from "./activity";
import { Announcing } from "./announcing";
import { type Source, appendLines } from "./document";
import type { Draft } from "./draft";
import { Foot } from "./foot";
import { Later } from "./later";
import { Pane } from "./pane";
import { Writing, chose, chosenIn, interruptedIn, isInterrupted, movedIn } from "./recall";
import { ReviewMenu } from "./review";
import { SendAs } from "./sendAs";
import { SendMenu } from "./sendMenu";
import { Sending } from "./sending";
import { release, shared, take } from "./shared";
import { Tabs } from "./tabs";
import type { Audience, Move } from "./messages";
import type { Wire } from "./wire";
import { type Words, fill } from "./words";

/**
 * <livedesk-composer data-ticket data-audience data-person data-desk data-customer data-activities data-words>: where people write. The page only places the tag;
 * what is inside belongs to this script, so no redraw of the page, and no lost circuit, touches the text.
 *
 * With data-article in place of data-ticket it writes an article: no tabs and no sending; its draft begins with data-seed, the text of data-revision.
 * Events (they bubble): livedesk:replying, livedesk:sent {audience, entryId}, livedesk:changed {markdown} (articles).
 */
class Composer extends HTMLElement {
  static readonly observedAttributes = ["data-ticket", "data-article", "data-revision", "data-children"];
  private readonly panes = new Map<Audience, Pane>();
  private readonly announcing = new Announcing(this);
  private readonly writing = new Writing(this);
  private readonly onLeave = (): void => this.isInterrupted();
  private readonly onKey = (event: KeyboardEvent): void => this.shortcut(event);
  private audience: Audience = "reply";
  private words!: Words;
  private wire!: Wire;
  private sending!: Sending;
  private sendAs!: SendAs;
  private sendMenu: SendMenu | null = null;
  private tabs: Tabs | null = null;
  private foot: Foot | null = null;
  private builds = 0;
  private stopListening = (): void => {};

  connectedCallback(): void {
    document.addEventListener("keydown", this.onKey);
    addEventListener("pagehide", this.onLeave);
    void this.build();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onKey);
    removeEventListener("pagehide", this.onLeave);
    this.isInterrupted();
    this.tearDown();
  }

  attributeChangedCallback(name: string, old: string | null, now: string | null): void {
    if (!this.isConnected || old === null || old === now) return;
    // For several tickets a canned response keeps its variables, for one it is filled in.
    if (name === "data-children") return this.panes.get("reply")?.cannedChanged();
    // The article has a new text: an empty draft begins with it, one that is being written is left alone.
    if (name === "data-revision") return this.pane?.draft.up();
    this.tearDown();
    void this.build();
  }

  /** What is written, as Markdown. */
  getMarkdown(): string {
    return this.pane?.markdown ?? "";
  }

  /** What is written can be read: it is not just being carried from one draft into the next. */
  async settled(): Promise<void> {
    await this.pane?.draft.settled();
  }

  /** Puts a proposal at the cursor, or at the end. It is the writer's text from then on. */
  insertMarkdown(markdown: string, sources: readonly Source[] = []): void {
    this.pane?.insert(markdown, sources);
    this.wasTyped();
  }

  /** An article was saved: its draft has done its work, on every screen. When something else than `saved` stands in it by now, it goes on. */
  async clear(saved?: string): Promise<void> {
    await this.pane?.draft.clear(() => saved === undefined || saved.trim() === this.getMarkdown().trim());
  }

  focusOn(audience: Audience): void {
    if (this.panes.has(audience)) {
      this.show(audience);
      chose(this.pane!.draft.where.subject, audience);
    }
    this.pane?.focus();
  }

  /** The page asked the writer what the move needs. */
  sendMoved(move: Move): Promise<string | null> {
    return this.sendAs.moved(move);
  }

  private get pane(): Pane | undefined {
    return this.panes.get(this.audience);
  }

  private get isArticle(): boolean {
    return this.dataset["article"] !== undefined;
  }

  private async build(): Promise<void> {
    const build = ++this.builds;
    const { person, words } = this.dataset;
    const subject = this.dataset["article"] ?? this.dataset["ticket"];
    if (!person || !subject || !words) return;
    this.words = JSON.parse(words) as Words;
    const { wire, mirror } = await shared(person);
    if (build !== this.builds || !this.isConnected) return;
    this.wire = wire;
    this.stopListening = wire.listen({ cannedChanged: () => this.panes.forEach((pane) => pane.cannedChanged()) });
    this.sending = new Sending({ words: this.words, wire, changed: () => this.refresh(), children: () => this.alsoTo(), sent: (audience, entryId) => this.announcing.sent(audience, entryId) });
    const seed = this.isArticle ? (doc: Draft["doc"]) => this.sow(doc) : null;
    this.sendAs = new SendAs({ person, desk: this.dataset["desk"] ?? "", words: this.words, wire, sending: this.sending, pane: () => this.pane, changed: () => this.refresh() });
    for (const audience of this.audiences()) this.panes.set(audience, this.makePane(take(person, { subject, audience }, wire, mirror, seed)));
    this.lay();
    this.show(this.isArticle ? "article" : this.audienceToOpenOn(subject));
    this.goOn(subject);
  }

  private isInterrupted(): void {
    if (this.writing.isNow && this.pane) isInterrupted(this.pane.draft.where, this.pane.selected);
  }

  private goOn(subject: string): void {
    const interrupted = interruptedIn(subject, (audience) => this.panes.has(audience));
    if (!interrupted) return;
    this.show(interrupted.audience);
    const pane = this.pane!;
    const hasMoved = movedIn(pane.element);
    // The next letter is the text's already, and no shortcut. After a reload the text itself comes from the server first, and only then has their place in it.
    pane.focus(interrupted);
    void pane.draft.whenOpen().then(() => pane === this.pane && !hasMoved() && pane.focus(interrupted));
  }

  private sow(doc: Draft["doc"]): number {
    appendLines(doc, (this.dataset["seed"] ?? "").split("\n"));
    return Number(this.dataset["revision"] ?? 0);
  }

  /** Where this window's writer was (a reload must not turn a reply into a note), else the desk's choice. */
  private audienceToOpenOn(subject: string): Audience {
    const wanted = chosenIn(subject) ?? this.dataset["audience"];
    return wanted === "note" ? "note" : "reply";
  }

  private tearDown(): void {
    this.builds++;
    this.stopListening();
    for (const pane of this.panes.values()) {
      release(pane.draft.where);
      pane.destroy();
    }
    this.panes.clear();
    this.replaceChildren();
  }

  private audiences = (): Audience[] => (this.isArticle ? ["article"] : ["reply", "note"]);

  private makePane(draft: Draft): Pane {
    const { words } = this;
    const { audience } = draft.where;
    return new Pane({
      draft,
      words,
      desk: this.dataset["desk"] ?? "",
      label: audience === "reply" ? this.replyLabel() : audience === "note" ? words.note : words.articleHint,
      placeholder: audience === "reply" ? words.replyHint : audience === "note" ? words.noteHint : words.articleHint,
      changed: () => this.refresh(),
      typed: () => this.wasTyped(),
      send: () => this.send(),
      sendAs: () => this.sendAgain(),
      writeNote: () => this.focusOn("note"),
      noteFrom: (macro) => {
        this.focusOn("note");
        this.pane?.take(macro);
      },
      takeOver: () => draft.takeOver(),
      colleagues: () => this.wire.colleagues(draft.where),
      mentionable: () => this.wire.mentionable(draft.where),
      canned: async () => (await this.wire.canned(draft.where)).map((response) => (audience === "reply" && this.alsoTo().length > 0 ? { ...response, text: response.raw, missing: [] } : response)),
      askForReview: (colleague) => void this.sending.askForReview(this.panes.get(audience)!, colleague),
    });
  }

  private lay(): void {
    this.tabs = this.isArticle ? null : new Tabs(this.words, (audience) => this.focusOn(audience));
    this.foot = new Foot(this.words, this.isArticle ? null : { activity: this.activityChoice(), review: this.reviewMenu().element, menu: (this.sendMenu = this.makeSendMenu()), send: () => this.send() });
    this.append(...(this.tabs ? [this.tabs.element] : []), ...[...this.panes.values()].map((pane) => pane.element), this.foot.element);
  }

  private activityChoice(): ActivityChoice {
    const activities = JSON.parse(this.dataset["activities"] || "[]") as string[];
    return new ActivityChoice(this.words, activities, (activity) => this.pane?.draft.choose(activity));
  }

  private reviewMenu(): ReviewMenu {
    return new ReviewMenu(
      this.words,
      () => this.wire.colleagues(this.pane!.draft.where),
      (colleague) => this.sending.askForReview(this.pane!, colleague),
    );
  }

  private makeSendMenu(): SendMenu {
    const later = new Later({ words: this.words, wire: this.wire, sending: this.sending, pane: () => this.pane, host: this });
    return new SendMenu({ words: this.words, later, statuses: () => this.wire.statuses(this.pane!.draft.where), remembered: () => this.sendAs.remembered, chosen: (how) => void this.sendAs.choose(how) });
  }

  /** As it was sent last; before the first time the menu opens. */
  private sendAgain(): void {
    if (this.isArticle) return;
    const how = this.sendAs.remembered;
    if (how) void this.sendAs.choose(how);
    else void this.sendMenu?.open();
  }

  private send(): void {
    if (this.pane && !this.isArticle) void this.sendAs.send(this.pane);
  }

  private show(audience: Audience): void {
    this.audience = audience;
    this.dataset["audience"] = audience;
    // Only the text that is shown is in the page: what is typed or searched for never lands in the other one.
    for (const [other, pane] of this.panes) if (other !== audience) pane.element.remove();
    const shown = this.panes.get(audience);
    if (shown && !shown.element.isConnected) this.insertBefore(shown.element, this.lastElementChild);
    this.tabs?.show(audience);
    this.refresh();
  }

  private refresh(): void {
    const { pane } = this;
    if (!pane) return;
    this.foot?.show(pane.draft, this.sending.isUnderWay, this.sending.isUnderWay || pane.files.isUploading);
    this.tabs?.dot((audience) => audience !== this.audience && this.panes.get(audience)?.draft.hasText === true);
  }

  private wasTyped(): void {
    this.pane?.bars.hide("problem");
    this.announcing.typed(this.audience, () => this.getMarkdown());
  }

  private shortcut(event: KeyboardEvent): void {
    if (!event.altKey || event.ctrlKey || event.metaKey || this.isArticle) return;
    // By its place on the keyboard: with Alt a Mac's key writes another letter.
    const audience = event.code === `Key${keyOf("toReply").at(-1)}` ? "reply" : event.code === `Key${keyOf("toNote").at(-1)}` ? "note" : null;
    if (!audience) return;
    event.preventDefault();
    this.focusOn(audience);
  }

  private alsoTo = (): string[] => (this.dataset["children"] ?? "").split(",").filter((id) => id !== "");

  private replyLabel = (): string => (this.dataset["customer"] ? fill(this.words.replyTo, this.dataset["customer"]) : this.words.reply);
}

customElements.get("livedesk-composer") ?? customElements.define("livedesk-composer", Composer);
