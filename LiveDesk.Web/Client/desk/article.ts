// Where an article is written. The title belongs to this element, not to what Blazor draws: each keystroke is mirrored in this browser until the
// article was saved. The text is the composer's beside it: one document that everybody on the article shares, kept on the server while they type.
interface Kept { title: string; version: number }
interface Composer extends HTMLElement { getMarkdown(): string; settled(): Promise<void>; clear(saved?: string): Promise<unknown> }
interface Page { invokeMethodAsync(method: string, typedHere: boolean): Promise<void> }

const prefix = "livedesk.article.";
const tellAfter = 300;

export class ArticleEditor extends HTMLElement {
  static readonly observedAttributes = ["data-version"];
  private readonly titleField = document.createElement("input");
  private readonly texts = new MutationObserver(() => this.textMoved());
  private base = 0;
  private knownTitle = "";   // what the server has
  private sentTitle = "";
  private page: Page | null = null;
  private typedHere = false;
  private telling: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    if (this.childElementCount === 0) this.build();
    document.addEventListener("livedesk:replying", this.onTyped);
    document.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback(): void {
    document.removeEventListener("livedesk:replying", this.onTyped);
    document.removeEventListener("keydown", this.onKey);
    this.texts.disconnect();
    clearTimeout(this.telling);
  }

  /** Somebody saved, here or elsewhere: an untouched title follows, a touched one keeps the version that it began from. */
  attributeChangedCallback(): void {
    if (!this.isConnected || this.childElementCount === 0) return;
    if (!this.isTouched) this.takeSaved();
    else this.tell();
  }

  watch(page: Page): void {
    this.page = page;
    const composer = this.composer;
    if (composer) this.texts.observe(composer, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["data-seed"] });
  }

  /** As bytes: a long article is longer than one message of a circuit. Right after a save the draft begins anew; its letters are waited for. */
  async content(): Promise<Uint8Array> {
    if (this.composer?.childElementCount) await this.composer.settled();
    this.sentTitle = this.titleField.value;
    return new TextEncoder().encode(JSON.stringify({ title: this.sentTitle, text: this.text, version: this.base }));
  }

  /** @param alone Nobody else writes here: the shared draft has done its work, and the next one begins with what was saved. */
  saved(version: number, alone: boolean): void {
    // What was typed while the save was under way is not saved yet.
    this.knownTitle = this.sentTitle;
    this.base = version;
    this.mirror();
    if (alone) void this.beginAnewWhenLeft();
  }

  /** Not under the writer's hands: it waits until they leave the text, and does nothing when they wrote on meanwhile. */
  private async beginAnewWhenLeft(): Promise<void> {
    const { composer, savedText } = this;
    while (composer?.contains(document.activeElement)) await new Promise((left) => composer.addEventListener("focusout", () => setTimeout(left), { once: true }));
    if (this.savedText === savedText) await this.beginAnew(savedText);
  }

  /** What stands in the editor gives way to what was saved: an old revision was brought back. With `saved` only if it is this. */
  async beginAnew(saved?: string): Promise<void> {
    try {
      await this.composer?.clear(saved);
    } catch {
      // The connection broke. The draft stays as it is, with all its letters; the composer says that it is offline.
    }
    this.tell();
  }

  /** The other's title was read; the next save replaces it. */
  goOnFrom(version: number): void {
    this.base = version;
    this.mirror();
  }

  takeOver(title: string): void {
    this.titleField.value = title;
    this.mirror();
  }

  private get key(): string { return prefix + this.dataset.article; }
  private get isTouched(): boolean { return this.titleField.value !== this.knownTitle; }
  private get composer(): Composer | null { return document.querySelector<Composer>(`livedesk-composer[data-article="${this.dataset.article}"]`); }
  private get savedText(): string { return this.composer?.dataset.seed ?? ""; }

  /** Until the composer has been built, what was saved is what there is. */
  private get text(): string {
    const composer = this.composer;
    return composer && composer.childElementCount > 0 ? composer.getMarkdown() : this.savedText;
  }

  private build(): void {
    const around = document.createElement("label");
    around.className = "field";
    const words = document.createElement("span");
    words.className = "label";
    words.textContent = this.dataset.titleLabel ?? "";
    Object.assign(this.titleField, { maxLength: 300, autocomplete: "off", className: "input rtl-safe" });
    this.titleField.dataset.testid = "article-title";
    around.append(words, this.titleField);
    this.append(around);
    this.addEventListener("input", () => this.mirror());
    this.takeSaved();
    this.restore();
  }

  private takeSaved(): void {
    this.knownTitle = this.dataset.savedTitle ?? "";
    this.titleField.value = this.knownTitle;
    this.base = Number(this.dataset.version);
    this.tell();
  }

  private restore(): void {
    const kept = localStorage.getItem(this.key);
    if (!kept) return;
    const { title, version } = JSON.parse(kept) as Kept;
    this.titleField.value = title;
    this.base = version;
    this.tell();
  }

  private mirror(): void {
    if (this.isTouched) localStorage.setItem(this.key, JSON.stringify({ title: this.titleField.value, version: this.base }));
    else localStorage.removeItem(this.key);
    this.tell();
  }

  private tell(): void {
    const state = this.isTouched || this.text.trim() !== this.savedText.trim() ? "changed" : "saved";
    if (this.dataset.state !== state) this.dataset.state = state;
  }

  private readonly onTyped = (): void => {
    this.typedHere = true;
    this.textMoved();
  };

  /** A key of anybody's: the mark is true again, and the page hears of it (it shows the preview, and who edits). */
  private textMoved(): void {
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      this.tell();
      const typedHere = this.typedHere;
      this.typedHere = false;
      // While the connection is down there is nobody to tell; the next key tells again.
      this.page?.invokeMethodAsync("TextMoved", typedHere).catch(() => undefined);
    }, tellAfter);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
    event.preventDefault();
    document.querySelector<HTMLButtonElement>("[data-testid=article-save]")?.click();
  };
}

export function defineArticleEditor(): void {
  customElements.define("livedesk-article", ArticleEditor);
  const element = (of: Element): ArticleEditor => of as ArticleEditor;
  const functions = {
    articleWatch: (of: Element, page: Page) => element(of).watch(page),
    articleContent: (of: Element) => element(of).content(),
    articleSaved: (of: Element, version: number, alone: boolean) => element(of).saved(version, alone),
    articleBeginAnew: (of: Element) => element(of).beginAnew(),
    articleGoOn: (of: Element, version: number) => element(of).goOnFrom(version),
    articleTakeOver: (of: Element, title: string) => element(of).takeOver(title),
  };
  Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, functions) });
}
