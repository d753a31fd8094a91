import { icon, make } from "./dom";
import { PopMenu } from "./popMenu";
import type { Colleague } from "./messages";
import type { Words } from "./words";

/** Asks a colleague to read the draft before it is sent: a button, and the colleagues who may see it. */
export class ReviewMenu {
  private readonly menu: PopMenu;

  constructor(
    private readonly words: Words,
    private readonly colleagues: () => Promise<Colleague[]>,
    private readonly ask: (colleague: Colleague) => Promise<void>,
  ) {
    const button = make("button", { type: "button", class: "composer-plain", "data-testid": "composer-review", title: `${words.askReview} (@)`, "aria-label": words.askReview }, icon("review"), make("span", { class: "composer-wide" }, words.askReview));
    this.menu = new PopMenu(button, words.askReview, () => this.open());
  }

  get element(): HTMLElement {
    return this.menu.element;
  }

  private async open(): Promise<void> {
    const people = await this.colleagues();
    const items = people.map((person) => this.menu.item({ "data-person": person.name }, () => void this.ask(person), person.name));
    this.menu.show(items, items.length > 0 ? [] : [this.words.nobodyToAsk]);
  }
}
