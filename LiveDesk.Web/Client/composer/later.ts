import { make } from "./dom";
import type { Pane } from "./pane";
import type { Sending } from "./sending";
import type { LaterChoices } from "./messages";
import type { Wire } from "./wire";
import { type Words, fill } from "./words";

// Sending later, and how long what was sent can be undone.

export interface LaterAsk {
  words: Words;
  wire: Wire;
  sending: Sending;
  pane(): Pane | undefined;
  /** Where the window that asks for a time is put. */
  host: HTMLElement;
}

export class Later {
  constructor(private readonly ask: LaterAsk) {}

  /** Null: this text is not sent to anybody, or the server cannot be asked. */
  async choices(): Promise<LaterChoices | null> {
    const where = this.ask.pane()?.draft.where;
    return where?.audience === "reply" ? await this.ask.wire.later(where).catch(() => null) : null;
  }

  sendAt(at: string): Promise<string | null> {
    const pane = this.ask.pane();
    return pane ? this.ask.sending.send(pane, { later: at }) : Promise.resolve(this.ask.words.notSent);
  }

  async chooseUndo(seconds: number): Promise<void> {
    const { words, wire, pane } = this.ask;
    const bars = pane()?.bars;
    try {
      await wire.chooseUndo(seconds);
      bars?.show("notice", seconds === 0 ? words.undoNone : fill(words.undoFor, String(seconds)));
    } catch {
      bars?.show("problem", words.offlineSend);
    }
  }

  /** A window that asks for a day and a time. What stands against them is said in it. */
  askForTime(now: string): void {
    const { words, host } = this.ask;
    const field = make("input", { type: "datetime-local", class: "composer-link-address", "data-testid": "later-time", min: now, required: true, "aria-label": words.laterTime });
    const problem = make("p", { class: "composer-dialog-problem", role: "alert", "data-testid": "later-problem" });
    const cancel = make("button", { type: "button", class: "composer-plain" }, words.cancel);
    const send = make("button", { type: "submit", class: "composer-plain", "data-testid": "later-send" }, words.sendThen);
    const form = make("form", { class: "composer-dialog-form", novalidate: true }, make("h2", {}, words.laterTitle), make("label", {}, words.laterTime, field), problem, make("div", { class: "composer-bar-actions" }, cancel, send));
    const window = make("dialog", { class: "composer-dialog", "data-testid": "later-dialog", "aria-label": words.laterTitle }, form);
    cancel.addEventListener("click", () => window.close());
    window.addEventListener("close", () => window.remove());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.value === "") return problem.replaceChildren(words.laterMissing);
      void this.sendAt(field.value).then((stood) => (stood === null ? window.close() : problem.replaceChildren(stood)));
    });
    host.append(window);
    window.showModal();
    field.focus();
  }
}

/** As the server's clocks show it, in the reader's language. */
export const shownTime = (at: string): string => new Intl.DateTimeFormat(document.documentElement.lang || "en", { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(new Date(`${at}:00Z`));
