import { keyOf } from "../desk/keys";
import { icon, make } from "./dom";
import { PopMenu } from "./popMenu";
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
  private readonly menu: PopMenu;

  constructor(private readonly ask: SendMenuAsk) {
    const { words } = ask;
    const button = make("button", { type: "button", class: "composer-send composer-send-more", "data-testid": "composer-send-more", "aria-label": words.sendWith, title: `${words.sendWith} (${keyOf("sendAs").replace("Mod", "Ctrl").replace(/-/g, " ")})` }, icon(DOWN));
    this.menu = new PopMenu(button, words.sendWith, () => this.open(), { element: "composer-review composer-send-as", testId: "composer-send-menu" });
  }

  get element(): HTMLElement {
    return this.menu.element;
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
    this.menu.show(items, found ? [] : [words.noStatuses]);
  }

  private item(label: string, how: How, why: string | null): HTMLElement {
    const name = how.status === NEXT ? NEXT : how.name;
    return this.menu.item({ "data-status": name, "aria-disabled": String(why !== null) }, () => this.ask.chosen(how), make("span", {}, label), why === null ? null : make("span", { class: "composer-why" }, why));
  }
}
