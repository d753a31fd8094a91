import { icon, make } from "./dom";
import type { Colleague } from "./wire";
import type { Words } from "./words";

/** Asks a colleague to read the draft before it is sent: a button, and the colleagues who may see it. */
export class ReviewMenu {
  readonly element: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly list = make("div", { class: "composer-menu", role: "menu", hidden: true });

  constructor(
    private readonly words: Words,
    private readonly colleagues: () => Promise<Colleague[]>,
    private readonly ask: (colleague: Colleague) => Promise<void>,
  ) {
    this.button = make("button", { type: "button", class: "composer-plain", "data-testid": "composer-review", "aria-haspopup": "menu", "aria-expanded": "false", title: `${words.askReview} (@)`, "aria-label": words.askReview }, icon("review"), make("span", { class: "composer-wide" }, words.askReview));
    this.list.setAttribute("aria-label", words.askReview);
    this.element = make("div", { class: "composer-review" }, this.button, this.list);
    this.button.addEventListener("click", () => void (this.list.hidden ? this.open() : this.close()));
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", (event) => !this.element.contains(event.relatedTarget as Node | null) && this.close());
  }

  private async open(): Promise<void> {
    const people = await this.colleagues();
    const items = people.map((person) => {
      const item = make("button", { type: "button", role: "menuitem", tabindex: "-1", class: "composer-menu-item", "data-person": person.name }, person.name);
      item.addEventListener("click", () => {
        this.close();
        this.button.focus();
        void this.ask(person);
      });
      return item;
    });
    this.list.replaceChildren(...(items.length > 0 ? items : [make("p", {}, this.words.nobodyToAsk)]));
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    items[0]?.focus();
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
