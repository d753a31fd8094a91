import { keyOf } from "../desk/keys";
import { icon, make } from "./dom";
import { DOWN, type How, NEXT } from "./sendAs";
import type { StatusesToFollow } from "./wire";
import { type Words, fill } from "./words";

export interface SendMenuAsk {
  words: Words;
  statuses(): Promise<StatusesToFollow | null>;
  /** What was chosen last, to be shown at the main button; null for nothing yet. */
  remembered(): How | null;
  chosen(how: How): void;
}

/** The other half of the send button: where the ticket goes with the text, or which ticket comes after it. */
export class SendMenu {
  readonly element: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly list = make("div", { class: "composer-menu", role: "menu", hidden: true, "data-testid": "composer-send-menu" });

  constructor(private readonly ask: SendMenuAsk) {
    const { words } = ask;
    this.button = make("button", { type: "button", class: "composer-send composer-send-more", "data-testid": "composer-send-more", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": words.sendWith, title: `${words.sendWith} (${keyOf("sendAs").replace("Mod", "Ctrl").replace(/-/g, " ")})` }, icon(DOWN));
    this.list.setAttribute("aria-label", words.sendWith);
    this.element = make("div", { class: "composer-review composer-send-as" }, this.button, this.list);
    this.button.addEventListener("click", () => void (this.list.hidden ? this.open() : this.close()));
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", (event) => !this.element.contains(event.relatedTarget as Node | null) && this.close());
  }

  get remembered(): string {
    const how = this.ask.remembered();
    return how === null ? "" : how.status === NEXT ? this.ask.words.sendAndNext : how.name;
  }

  async open(): Promise<void> {
    const { words } = this.ask;
    // Without the connection nothing can be sent either; the list says so rather than staying closed.
    const found = await this.ask.statuses().catch(() => null);
    const statuses = (found?.statuses ?? []).map(({ id, name, why }) => this.item(fill(words.sendAndSet, name), { status: id, name }, why));
    const items = [...statuses, this.item(words.sendAndNext, { status: NEXT, name: words.sendAndNext }, null)];
    this.list.replaceChildren(...(found ? [] : [make("p", {}, words.noStatuses)]), ...items);
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    items[0]?.focus();
  }

  private item(label: string, how: How, why: string | null): HTMLElement {
    const name = how.status === NEXT ? NEXT : how.name;
    const item = make("button", { type: "button", role: "menuitem", tabindex: "-1", class: "composer-menu-item", "data-status": name, "aria-disabled": String(why !== null) }, make("span", {}, label), why === null ? null : make("span", { class: "composer-why" }, why));
    item.addEventListener("click", () => {
      if (why !== null) return;
      this.close();
      this.button.focus();
      this.ask.chosen(how);
    });
    return item;
  }

  private close(): void {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    if (event.key === "Escape") {
      this.close();
      this.button.focus();
      event.stopPropagation();
    }
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const items = [...this.list.querySelectorAll<HTMLElement>("[role=menuitem]")];
    items[(items.indexOf(document.activeElement as HTMLElement) + step + items.length) % items.length]?.focus();
  }
}
