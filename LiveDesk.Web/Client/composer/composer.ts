import "./composer.css";
import type { Draft, Saved } from "./draft";
import { type Source, appendLines } from "./document";
import { icon, make } from "./dom";
import { Pane, type Selected } from "./pane";
import { ReviewMenu } from "./review";
import { release, shared, take } from "./shared";
import type { Audience, Colleague, Where, Wire } from "./wire";
import { type Words, fill } from "./words";

const REPLYING_EVERY_MS = 3_000;
const CHANGED_AFTER_MS = 300;

interface Interrupted extends Where, Selected {
  at: number;
}

/** Somebody was writing when the page drew this element anew, or was loaded anew: what takes its place lets them go on at the same letter. */
const INTERRUPTED = "livedesk-composer-interrupted";
const STILL_MEANT_MS = 30_000;

/**
 * <livedesk-composer data-ticket data-audience data-person data-desk data-customer data-words>: where people write. The page only places the tag;
 * what is inside belongs to this script, so no redraw of the page, and no lost circuit, touches the text.
 *
 * With data-article in place of data-ticket it writes an article: no tabs and no sending; its draft begins with data-seed, the text of data-revision.
 * Events (they bubble): livedesk:replying, livedesk:sent {audience, entryId}, livedesk:changed {markdown} (articles).
 */
class Composer extends HTMLElement {
  static readonly observedAttributes = ["data-ticket", "data-article", "data-revision"];
  private readonly panes = new Map<Audience, Pane>();
  private readonly tabs = new Map<Audience, HTMLButtonElement>();
  private readonly onLeave = (): void => this.isInterrupted();
  private readonly onKey = (event: KeyboardEvent): void => this.shortcut(event);
  private audience: Audience = "reply";
  private words!: Words;
  private wire: Wire | null = null;
  private sendButton: HTMLButtonElement | null = null;
  private savedMark = make("span");
  private handsMark = make("span");
  private isSending = false;
  private lastReplying = 0;
  private changedTimer: ReturnType<typeof setTimeout> | undefined;
  private builds = 0;
  private isWriting = false;

  constructor() {
    super();
    this.addEventListener("focusin", (event) => (this.isWriting = isEditor(event.target)));
    // In a task of its own: an element that is taken away loses the focus first, and that is no leaving.
    this.addEventListener("focusout", () => setTimeout(() => (this.isWriting = isEditor(document.activeElement) && this.contains(document.activeElement))));
  }

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
    // The article has a new text: an empty draft begins with it, one that is being written is left alone.
    if (name === "data-revision") return this.pane?.draft.up();
    this.tearDown();
    void this.build();
  }

  /** What is written, as Markdown. */
  getMarkdown(): string {
    return this.pane?.markdown ?? "";
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
      put(placeOf(this.pane!.draft.where.subject), audience);
    }
    this.pane?.focus();
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
    const seed = this.isArticle ? (doc: Draft["doc"]) => this.sow(doc) : null;
    for (const audience of this.audiences()) this.panes.set(audience, this.makePane(take(person, { subject, audience }, wire, mirror, seed)));
    this.lay();
    this.show(this.isArticle ? "article" : this.audienceToOpenOn(subject));
    this.goOn(subject);
  }

  private isInterrupted(): void {
    if (this.isWriting && this.pane) put(INTERRUPTED, JSON.stringify({ ...this.pane.draft.where, ...this.pane.selected, at: Date.now() } satisfies Interrupted));
  }

  private goOn(subject: string): void {
    const interrupted = JSON.parse(recall(INTERRUPTED) ?? "null") as Interrupted | null;
    if (interrupted?.subject !== subject || !this.panes.has(interrupted.audience)) return;
    put(INTERRUPTED, "null");
    const somewhereElse = document.activeElement !== null && document.activeElement !== document.body && document.activeElement.tagName !== "H1";
    if (somewhereElse || Date.now() - interrupted.at > STILL_MEANT_MS) return;
    this.show(interrupted.audience);
    const pane = this.pane!;
    // After a reload the text comes from the server first.
    void pane.draft.whenOpen().then(() => pane === this.pane && pane.focus(interrupted));
  }

  private sow(doc: Draft["doc"]): number {
    appendLines(doc, (this.dataset["seed"] ?? "").split("\n"));
    return Number(this.dataset["revision"] ?? 0);
  }

  /** Where this window's writer was (a reload must not turn a reply into a note), else the desk's choice. */
  private audienceToOpenOn(subject: string): Audience {
    const wanted = recall(placeOf(subject)) ?? this.dataset["audience"];
    return wanted === "note" ? "note" : "reply";
  }

  private tearDown(): void {
    this.builds++;
    for (const pane of this.panes.values()) {
      release(pane.draft.where);
      pane.destroy();
    }
    this.panes.clear();
    this.tabs.clear();
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
      send: () => void this.send(),
      writeNote: () => this.focusOn("note"),
      takeOver: () => draft.takeOver(),
      colleagues: () => this.wire!.colleagues(draft.where),
      askForReview: (colleague) => void this.askForReview(this.panes.get(audience)!, colleague),
    });
  }

  private lay(): void {
    const { words } = this;
    this.savedMark = make("span", { class: "composer-saved", "data-testid": "composer-saved" });
    this.handsMark = make("span", { class: "composer-hands", "data-testid": "composer-hands", role: "status" });
    const foot = make("div", { class: "composer-foot" }, this.savedMark, this.handsMark);
    if (!this.isArticle) {
      this.append(make("div", { class: "composer-tabs", role: "tablist" }, this.makeTab("reply", words.reply, "Alt+R"), this.makeTab("note", words.note, "Alt+N")));
      this.sendButton = make("button", { type: "button", class: "composer-send", "data-testid": "composer-send", "aria-keyshortcuts": "Control+Enter Meta+Enter" });
      this.sendButton.addEventListener("click", () => void this.send());
      foot.append(this.reviewMenu().element, this.sendButton);
    }
    this.append(...[...this.panes.values()].map((pane) => pane.element), foot);
  }

  private reviewMenu(): ReviewMenu {
    return new ReviewMenu(
      this.words,
      () => this.wire!.colleagues(this.pane!.draft.where),
      (colleague) => this.askForReview(this.pane!, colleague),
    );
  }

  private async askForReview({ bars, draft }: Pane, colleague: Colleague): Promise<void> {
    try {
      await draft.askForReview(colleague.id);
      bars.show("notice", fill(this.words.reviewAsked, colleague.name));
    } catch (error) {
      bars.show("problem", sentenceOf(error) ?? this.words.notSent);
    }
  }

  private makeTab(audience: Audience, label: string, keys: string): HTMLButtonElement {
    const tab = make("button", { type: "button", class: "composer-tab", role: "tab", "data-testid": `composer-${audience}`, "data-for": audience, "aria-keyshortcuts": keys, title: `${label} (${keys})` }, icon(audience === "note" ? "note" : "reply"), make("span", {}, label), make("span", { class: "composer-dot", hidden: true, title: this.words.hasDraft, role: "img", "aria-label": this.words.hasDraft }));
    tab.addEventListener("click", () => this.focusOn(audience));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = audience === "reply" ? "note" : "reply";
      this.focusOn(other);
      this.tabs.get(other)?.focus();
    });
    this.tabs.set(audience, tab);
    return tab;
  }

  private show(audience: Audience): void {
    this.audience = audience;
    this.dataset["audience"] = audience;
    // Only the text that is shown is in the page: what is typed or searched for never lands in the other one.
    for (const [other, pane] of this.panes) if (other !== audience) pane.element.remove();
    const shown = this.panes.get(audience);
    if (shown && !shown.element.isConnected) this.insertBefore(shown.element, this.lastElementChild);
    for (const [other, tab] of this.tabs) {
      tab.setAttribute("aria-selected", String(other === audience));
      tab.tabIndex = other === audience ? 0 : -1;
    }
    this.refresh();
  }

  private refresh(): void {
    const { pane, words } = this;
    if (!pane) return;
    this.showSaved(pane.draft.saved);
    this.showHands(pane.draft);
    for (const [audience, tab] of this.tabs) (tab.lastElementChild as HTMLElement).hidden = audience === this.audience || !this.panes.get(audience)?.draft.hasText;
    if (!this.sendButton) return;
    const label = this.isSending ? words.sending : this.audience === "note" ? words.sendNote : words.sendReply;
    // Only when it changes: what is under a pressed mouse and is replaced before it is let go takes the click with it.
    if (this.sendButton.dataset["label"] !== label) {
      this.sendButton.dataset["label"] = label;
      this.sendButton.replaceChildren(icon(this.audience === "note" ? "note" : "reply"), make("span", {}, label), make("kbd", {}, "Ctrl ↵"));
    }
    this.sendButton.setAttribute("aria-disabled", String(this.isSending || pane.files.isUploading));
  }

  private showHands(draft: Draft): void {
    const names = draft.others.map((hand) => make("span", { class: `composer-hand hand-${hand.colour}`, "data-person": hand.name, "data-doing": hand.isWriting ? "writing" : "reading" }, hand.name));
    if (names.map((n) => n.outerHTML).join() === [...this.handsMark.children].slice(1).map((n) => n.outerHTML).join()) return;
    this.handsMark.replaceChildren(...(names.length > 0 ? [make("span", {}, this.words.with), ...names] : []));
  }

  private showSaved(state: Saved): void {
    if (this.savedMark.dataset["state"] === state) return;
    this.savedMark.dataset["state"] = state;
    this.savedMark.replaceChildren(icon(state), this.words[state]);
  }

  private async send(): Promise<void> {
    const pane = this.pane;
    if (!pane || this.isSending || this.isArticle) return;
    const hindrance = this.hindrance(pane);
    pane.bars.hide("problem");
    if (hindrance) return pane.bars.show("problem", hindrance);
    this.isSending = true;
    this.refresh();
    try {
      await this.sendFrom(pane);
    } catch {
      // The connection broke between the click and the answer. Opening again shows whether it arrived: the text is gone, or still here.
      pane.bars.show("problem", this.words.unknownSend);
    } finally {
      this.isSending = false;
      this.refresh();
    }
  }

  private hindrance(pane: Pane): string | null {
    if (!pane.draft.hasText) return this.words.nothingToSend;
    if (pane.files.isUploading) return this.words.filesOnTheirWay;
    return this.wire?.isUp ? null : this.words.offlineSend;
  }

  private async sendFrom(pane: Pane): Promise<void> {
    const { audience } = pane.draft.where;
    const sent = await pane.draft.send(() => pane.markdown);
    if (sent.outcome === "sent") {
      pane.bars.hide("customer");
      pane.bars.hide("notice");
      this.tell("livedesk:sent", { audience, entryId: sent.entryId ?? null });
    } else if (sent.outcome === "meanwhile" && sent.meanwhile) {
      pane.showCustomerWrote(sent.meanwhile);
      pane.bars.show("problem", this.words.sendAnyway);
      pane.draft.seenCustomerEntry = sent.meanwhile.entryId;
    } else pane.bars.show("problem", sent.sentence ?? this.words.notSent);
  }

  private wasTyped(): void {
    this.pane?.bars.hide("problem");
    const now = Date.now();
    if (now - this.lastReplying > REPLYING_EVERY_MS) {
      this.lastReplying = now;
      this.tell("livedesk:replying", { audience: this.audience });
    }
    if (!this.isArticle) return;
    clearTimeout(this.changedTimer);
    this.changedTimer = setTimeout(() => this.tell("livedesk:changed", { markdown: this.getMarkdown() }), CHANGED_AFTER_MS);
  }

  private shortcut(event: KeyboardEvent): void {
    if (!event.altKey || event.ctrlKey || event.metaKey || this.isArticle) return;
    const audience = event.code === "KeyR" ? "reply" : event.code === "KeyN" ? "note" : null;
    if (!audience) return;
    event.preventDefault();
    this.focusOn(audience);
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  private replyLabel = (): string => (this.dataset["customer"] ? fill(this.words.replyTo, this.dataset["customer"]) : this.words.reply);
}

customElements.get("livedesk-composer") ?? customElements.define("livedesk-composer", Composer);

/** What the hub says, without SignalR's words around it. */
const sentenceOf = (error: unknown): string | null => /HubException: (.+)$/s.exec((error as Error).message)?.[1] ?? null;

const isEditor = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.isContentEditable;

const placeOf = (subject: string): string => `livedesk-composer-${subject}`;

function put(name: string, value: string): void {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // No storage: the desk's choice it is.
  }
}

function recall(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}
