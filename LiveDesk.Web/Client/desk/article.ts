// Where an article is written. Title and text belong to this element, not to what Blazor draws: each keystroke is mirrored in this browser until
// the article was saved, so that a lost circuit, server or tab loses nothing. The version that the writer saw travels with the text.
interface Kept { title: string; text: string; version: number }

const prefix = "livedesk.article.";

export class ArticleEditor extends HTMLElement {
  static readonly observedAttributes = ["data-version"];
  private readonly titleField = document.createElement("input");
  private readonly textField = document.createElement("textarea");
  private base = 0;
  private known = { title: "", text: "" };   // what the server has
  private sent = this.known;

  connectedCallback(): void {
    if (this.childElementCount > 0) return;
    this.append(this.labelled(this.titleField, this.dataset.titleLabel, "article-title"), this.labelled(this.textField, this.dataset.textLabel, "article-editor"));
    Object.assign(this.titleField, { maxLength: 300, autocomplete: "off" });
    Object.assign(this.textField, { spellcheck: true, rows: 18 });
    this.addEventListener("input", () => this.mirror());
    this.textField.addEventListener("keydown", (event) => this.onKey(event));
    this.takeSaved();
    this.restore();
  }

  /** Somebody saved, here or elsewhere: an untouched text follows, a touched one keeps the version that it began from. */
  attributeChangedCallback(): void {
    if (this.isConnected && this.childElementCount > 0 && !this.isTouched) this.takeSaved();
  }

  /** As bytes: a long article is longer than one message of a circuit. */
  content(): Uint8Array {
    this.sent = this.current;
    return new TextEncoder().encode(JSON.stringify(this.sent));
  }

  saved(version: number): void {
    // What was typed while the save was under way is not saved yet.
    this.known = this.sent;
    this.base = version;
    this.mirror();
  }

  /** The other's text was read; the next save replaces it. */
  goOnFrom(version: number): void {
    this.base = version;
    this.mirror();
  }

  takeOver(title: string, text: string): void {
    this.titleField.value = title;
    this.textField.value = text;
    this.mirror();
  }

  private get key(): string { return prefix + this.dataset.article; }
  private get current(): Kept { return { title: this.titleField.value, text: this.textField.value, version: this.base }; }
  private get isTouched(): boolean { return this.titleField.value !== this.known.title || this.textField.value !== this.known.text; }

  private takeSaved(): void {
    this.known = { title: this.dataset.savedTitle ?? "", text: this.dataset.savedText ?? "" };
    this.titleField.value = this.known.title;
    this.textField.value = this.known.text;
    this.base = Number(this.dataset.version);
    this.tell();
  }

  private restore(): void {
    const kept = localStorage.getItem(this.key);
    if (!kept) return;
    const { title, text, version } = JSON.parse(kept) as Kept;
    this.titleField.value = title;
    this.textField.value = text;
    this.base = version;
    this.tell();
  }

  private mirror(): void {
    if (this.isTouched) localStorage.setItem(this.key, JSON.stringify(this.current));
    else localStorage.removeItem(this.key);
    this.tell();
  }

  private tell(): void {
    this.dataset.state = this.isTouched ? "changed" : "saved";
  }

  /** Tab leaves the field, as everywhere; Ctrl+S saves. */
  private onKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
    event.preventDefault();
    document.querySelector<HTMLButtonElement>("[data-testid=article-save]")?.click();
  }

  private labelled(field: HTMLInputElement | HTMLTextAreaElement, label: string | undefined, name: string): HTMLElement {
    const around = document.createElement("label");
    around.className = "field";
    const words = document.createElement("span");
    words.className = "label";
    words.textContent = label ?? "";
    field.className = "input rtl-safe";
    field.dataset.testid = name;
    around.append(words, field);
    return around;
  }
}

export function defineArticleEditor(): void {
  customElements.define("livedesk-article", ArticleEditor);
  const element = (of: Element): ArticleEditor => of as ArticleEditor;
  const functions = {
    articleContent: (of: Element) => element(of).content(),
    articleSaved: (of: Element, version: number) => element(of).saved(version),
    articleGoOn: (of: Element, version: number) => element(of).goOnFrom(version),
    articleTakeOver: (of: Element, title: string, text: string) => element(of).takeOver(title, text),
  };
  Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, functions) });
}
