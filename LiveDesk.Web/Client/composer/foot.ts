import type { ActivityChoice } from "./activity";
import type { Draft } from "./draft";
import type { Saved } from "./draftEvents";
import { icon, make } from "./dom";
import { keyOf } from "../desk/keys";
import type { SendMenu } from "./sendMenu";
import type { Words } from "./words";

/** Below the text: how it is saved, who else is in it, and for a ticket the buttons that ask for a review and send. */
export class Foot {
  readonly element: HTMLElement;
  private readonly saved = make("span", { class: "composer-saved", "data-testid": "composer-saved" });
  private readonly hands = make("span", { class: "composer-hands", "data-testid": "composer-hands", role: "status" });
  private readonly button: HTMLButtonElement | null = null;

  constructor(
    private readonly words: Words,
    private readonly sending: { activity: ActivityChoice; review: HTMLElement; menu: SendMenu; send(): void } | null,
  ) {
    this.element = make("div", { class: "composer-foot" }, make("div", { class: "composer-state" }, this.saved, this.hands));
    if (!sending) return;
    this.button = make("button", { type: "button", class: "composer-send", "data-testid": "composer-send", "aria-keyshortcuts": aria(keyOf("send")) });
    this.button.addEventListener("click", sending.send);
    this.element.append(sending.activity.element, sending.review, make("div", { class: "composer-split" }, this.button, sending.menu.element));
  }

  show(draft: Draft, isSending: boolean, mayNotSend: boolean): void {
    this.showSaved(draft.saved);
    this.showHands(draft);
    this.sending?.activity.show(draft);
    this.showButton(draft, isSending);
    this.button?.setAttribute("aria-disabled", String(mayNotSend));
  }

  private showSaved(state: Saved): void {
    if (this.saved.dataset["state"] === state) return;
    this.saved.dataset["state"] = state;
    this.saved.title = state === "offline" ? this.words.offlineHint : "";
    this.saved.replaceChildren(icon(state), make("span", {}, this.words[state]));
  }

  private showHands(draft: Draft): void {
    const names = draft.others.map((hand) => make("span", { class: `composer-hand hand-${hand.colour}`, "data-person": hand.name, "data-doing": hand.isWriting ? "writing" : "reading" }, hand.name));
    if (names.map((n) => n.outerHTML).join() === [...this.hands.children].slice(1).map((n) => n.outerHTML).join()) return;
    this.hands.replaceChildren(...(names.length > 0 ? [make("span", {}, this.words.with), ...names] : []));
  }

  private showButton(draft: Draft, isSending: boolean): void {
    const { words } = this;
    const { audience } = draft.where;
    const isSilent = !draft.hasText && draft.macros.length > 0;
    const label = isSending ? words.sending : isSilent ? words.applyMacros : audience === "note" ? words.sendNote : words.sendReply;
    // Only when it changes: what is under a pressed mouse and is replaced before it is let go takes the click with it.
    const again = this.sending?.menu.remembered ?? "";
    const shown = `${label} ${again}`;
    if (!this.button || this.button.dataset["label"] === shown) return;
    this.button.dataset["label"] = shown;
    const second = again ? [make("kbd", { "data-testid": "composer-send-again" }, `Ctrl ⇧ ↵ ${again}`)] : [];
    this.button.replaceChildren(icon(audience === "note" ? "note" : "reply"), make("span", {}, label), make("kbd", {}, "Ctrl ↵"), ...second);
  }
}

/** As assistive technology is told; a Mac has its own key. */
const aria = (key: string): string => `${key.replace("Mod-", "Control+").replace("-", "+")} ${key.replace("Mod-", "Meta+").replace("-", "+")}`;
