import { icon, make } from "./dom";

export type BarKind = "problem" | "unsaved" | "signedOut" | "replying" | "customer" | "notice";

export interface BarAction {
  label: string;
  testId?: string;
  /** The bar stays: what the action does ends it. */
  stays?: boolean;
  press(): void;
}

/** Sentences above the text: what went wrong, what the customer wrote meanwhile, what was carried over. One of each kind. */
export class Bars {
  readonly element = make("div", { class: "composer-bars" });
  private readonly shown = new Map<BarKind, HTMLElement>();

  constructor(private readonly dismissLabel: string) {}

  show(kind: BarKind, sentence: string, more: { quote?: string; actions?: readonly BarAction[]; canClose?: boolean } = {}): void {
    this.hide(kind);
    const close = more.canClose === false ? null : make("button", { type: "button", class: "composer-bar-close", "aria-label": this.dismissLabel, title: this.dismissLabel }, icon("close"));
    const actions = (more.actions ?? []).map((action) => this.button(kind, action));
    const bar = make(
      "div",
      { class: "composer-bar", "data-kind": kind, "data-testid": `composer-${kind}`, role: kind === "problem" ? "alert" : "status" },
      make("div", { class: "composer-bar-words" }, make("p", {}, sentence), more.quote ? make("blockquote", { dir: "auto" }, more.quote) : null),
      actions.length > 0 ? make("div", { class: "composer-bar-actions" }, ...actions) : null,
      close,
    );
    close?.addEventListener("click", () => this.hide(kind));
    this.shown.set(kind, bar);
    this.element.append(bar);
  }

  sentenceOf = (kind: BarKind): string | null => this.shown.get(kind)?.querySelector("p")?.textContent ?? null;

  isShown = (kind: BarKind): boolean => this.shown.has(kind);

  /** To the first thing that can be done about it. */
  focus(kind: BarKind): void {
    this.shown.get(kind)?.querySelector<HTMLElement>(".composer-plain")?.focus();
  }

  private button(kind: BarKind, action: BarAction): HTMLButtonElement {
    const button = make("button", { type: "button", class: "composer-plain", "data-testid": action.testId }, action.label);
    button.addEventListener("click", () => {
      if (!action.stays) this.hide(kind);
      action.press();
    });
    return button;
  }

  hide(kind: BarKind): void {
    this.shown.get(kind)?.remove();
    this.shown.delete(kind);
  }
}
