import { keyOf } from "../desk/keys";
import { icon, make } from "./dom";
import { type Later, shownTime } from "./later";
import { PopMenu } from "./popMenu";
import { DOWN, type How, NEXT } from "./sendAs";
import type { LaterChoices, StatusesToFollow } from "./messages";
import { type Words, fill } from "./words";

export interface SendMenuAsk {
  words: Words;
  statuses(): Promise<StatusesToFollow | null>;
  /** What was chosen last, to be shown at the main button; null for nothing yet. */
  remembered(): How | null;
  chosen(how: How): void;
  later: Later;
}

/** The other half of the send button: where the ticket goes with the text, which ticket comes after it, and when the customer has it. */
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
    const { words, later } = this.ask;
    // Without the connection nothing can be sent either; the list says so rather than staying closed.
    const [found, choices] = await Promise.all([this.ask.statuses().catch(() => null), later.choices()]);
    const statuses = (found?.statuses ?? []).map(({ id, name, why }) => this.item(fill(words.sendAndSet, name), { status: id, name }, why));
    const items = [...statuses, this.item(words.sendAndNext, { status: NEXT, name: words.sendAndNext }, null), ...(choices ? this.laterItems(choices) : [])];
    this.menu.show(items, found ? [] : [words.noStatuses]);
  }

  private item(label: string, how: How, why: string | null): HTMLElement {
    const name = how.status === NEXT ? NEXT : how.name;
    return this.menu.item({ "data-status": name, "aria-disabled": String(why !== null) }, () => this.ask.chosen(how), make("span", {}, label), why === null ? null : make("span", { class: "composer-why" }, why));
  }

  private laterItems(choices: LaterChoices): HTMLElement[] {
    const { words } = this.ask;
    return [
      this.menu.item({ "data-later": "menu", class: "composer-menu-item composer-menu-apart" }, () => this.showTimes(choices), make("span", {}, words.sendLater)),
      this.menu.item({ "data-undo": "menu" }, () => this.showUndo(choices), make("span", {}, words.undoSend), make("span", { class: "composer-why" }, this.seconds(choices.undo))),
    ];
  }

  private showTimes({ times, now }: LaterChoices): void {
    const { words, later } = this.ask;
    const names = { afternoon: words.laterAfternoon, tomorrow: words.laterTomorrow, monday: words.laterMonday };
    const suggested = times.map(({ which, at }) => this.menu.item({ "data-later": which }, () => void later.sendAt(at), make("span", {}, names[which]), make("span", { class: "composer-why" }, shownTime(at))));
    this.menu.show([...suggested, this.menu.item({ "data-later": "other" }, () => later.askForTime(now), make("span", {}, words.laterOther))]);
  }

  private showUndo({ undo, undoChoices }: LaterChoices): void {
    const { later } = this.ask;
    this.menu.show(undoChoices.map((seconds) => this.menu.item({ "data-undo": String(seconds) }, () => void later.chooseUndo(seconds), make("span", {}, `${this.seconds(seconds)}${seconds === undo ? " ✓" : ""}`))));
  }

  private seconds(count: number): string {
    const { words } = this.ask;
    return count === 0 ? words.undoOff : fill(words.undoSeconds, String(count));
  }
}
