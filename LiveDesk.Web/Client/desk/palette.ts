// The palette (Ctrl+K): to any place, to a ticket by number or words, and what can be done with the open ticket. What it does is what the page's
// own buttons do: it presses them. It is in the page only while it is open.
import { type Action, actionsHere } from "./actions";
import { meant } from "./fuzzy";
import { keyOf } from "./keys";
import { type Hit, type Keyboard, type Place, ask, keyboard, make, openDialog } from "./parts";
import { openSheet } from "./sheet";

const USED = "livedesk.palette";
const MOST_USED = 12;
const ASK_AFTER_MS = 180;
const SHORTEST = 2;

interface Line extends Action { group: string }

export function openPalette(): boolean {
  if (document.querySelector("[role=dialog][aria-modal=true]")) return false;
  new Palette(document.querySelector<HTMLElement>("[data-palette]")!.dataset);
  return true;
}

export function watchPaletteButton(): void {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-palette]")) openPalette();
  });
}

class Palette {
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly count = make("p", { class: "visually-hidden", role: "status" });
  private own: Line[] = [];
  private words: Record<string, string> | null = null;
  private readonly used = JSON.parse(localStorage.getItem(USED) ?? "[]") as string[];
  private readonly close: () => void;
  private found: Line[] = [];
  private shown: Line[] = [];
  private active = 0;
  private waits: ReturnType<typeof setTimeout> | undefined;
  private asked: AbortController | null = null;
  /** Enter was pressed before there was a line: the first one that comes is meant. */
  private enters = false;

  /** It opens before the server is asked: what is typed meanwhile is typed here. */
  constructor({ title, hint, closeWord, unreachable }: DOMStringMap) {
    this.list = make("div", { id: "palette-list", class: "palette-list", role: "listbox", "aria-label": title!, tabindex: "-1" });
    this.input = make("input", { class: "input", type: "text", role: "combobox", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "200", placeholder: hint!, "aria-label": hint!, "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list", "data-testid": "palette-input" });
    this.close = openDialog(title!, "palette", closeWord!, this.input, this.list, this.count).close;
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    keyboard().then((said) => this.knows(said), () => this.says(unreachable!));
  }

  private knows({ words, places }: Keyboard): void {
    this.words = words;
    const sheet: Line = { id: "sheet", label: words["Sheet"]!, hint: keyOf("sheet"), group: words["Places"]!, act: () => void openSheet() };
    this.own = [...actionsHere(words).map((action) => ({ ...action, group: words["Here"]! })), ...places.map((place) => this.toPlace(place)), sheet];
    this.draw();
  }

  private toPlace = ({ id, label, href }: Place): Line => ({ id, label, hint: "", group: this.words!["Places"]!, act: () => go(href) });

  private typed(): void {
    clearTimeout(this.waits);
    this.asked?.abort();
    this.active = 0;
    this.enters = false;
    const text = this.input.value.trim();
    if (text.length < SHORTEST && !/\d/.test(text)) this.found = [];
    else this.waits = setTimeout(() => void this.search(text), ASK_AFTER_MS);
    this.draw();
  }

  private async search(text: string): Promise<void> {
    this.asked = new AbortController();
    try {
      const hits = await ask<Hit[]>(`/keyboard/find?q=${encodeURIComponent(text)}`, this.asked.signal);
      this.found = hits.map((hit) => ({ id: hit.href, label: hit.label, hint: hit.hint, group: this.words?.[hit.kind] ?? hit.kind, act: () => go(hit.href) }));
      this.draw();
    } catch (error) {
      if ((error as Error).name === "AbortError") return;
      this.found = [];
      this.draw();
      this.says(this.words?.["CannotSearch"] ?? "");
    }
  }

  private lines(): Line[] {
    const text = this.input.value.trim();
    if (text === "") return [...this.own].sort((a, b) => this.recency(b) - this.recency(a));
    const ranked = this.own.map((line) => ({ line, score: meant(text, `${line.label} ${line.hint}`) + this.recency(line) / 100 })).filter(({ score }) => score >= 1);
    return [...ranked.sort((a, b) => b.score - a.score).map(({ line }) => line), ...this.found];
  }

  private recency = ({ id }: Line): number => (this.used.includes(id) ? this.used.length - this.used.indexOf(id) : 0);

  private draw(): void {
    this.shown = this.lines();
    this.active = Math.min(this.active, Math.max(0, this.shown.length - 1));
    this.list.replaceChildren(...this.shown.map((line, index) => this.option(line, index)));
    if (this.shown.length === 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `palette-${this.active}`);
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
    if (!this.words) return;
    if (this.enters && this.shown.length > 0) return this.choose(this.shown[0]!);
    this.says(this.shown.length === 0 ? this.words["NothingFound"]! : this.words["Lines"]!.replace("{0}", String(this.shown.length)));
  }

  /** Heard always; seen where there is nothing else to see. */
  private says(sentence: string): void {
    this.count.textContent = sentence;
    this.list.dataset["none"] = this.shown.length === 0 ? sentence : "";
  }

  private option(line: Line, index: number): HTMLElement {
    const option = make("div", { id: `palette-${index}`, role: "option", class: "palette-line", "data-testid": "palette-line", "data-id": line.id, "aria-selected": String(index === this.active), "aria-disabled": String(line.why !== undefined) },
      make("span", { class: "palette-label" }, line.label), make("span", { class: "palette-hint" }, line.why ?? line.hint), make("span", { class: "palette-group" }, line.group));
    option.addEventListener("click", () => this.choose(line));
    return option;
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const by = steps[event.key];
    if (by !== undefined && this.shown.length > 0) {
      event.preventDefault();
      this.active = Math.abs(by) === 1 ? (this.active + by + this.shown.length) % this.shown.length : Math.max(0, Math.min(this.shown.length - 1, this.active + by));
      this.draw();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    const line = this.shown[this.active];
    if (line) this.choose(line);
    else this.enters = true;
  }

  private choose(line: Line): void {
    if (line.why !== undefined) return;
    localStorage.setItem(USED, JSON.stringify([line.id, ...this.used.filter((id) => id !== line.id)].slice(0, MOST_USED)));
    clearTimeout(this.waits);
    this.asked?.abort();
    this.close();
    // The focus is back first: what opens then knows where it came from.
    setTimeout(() => line.act());
  }
}

export const go = (href: string, replaceHistoryEntry = false): void =>
  (window as unknown as { Blazor: { navigateTo(address: string, options: object): void } }).Blazor.navigateTo(href, { replaceHistoryEntry });
