import { icon, make } from "./dom";

export type BarKind = "problem" | "unsaved" | "customer" | "notice";

/** Sentences above the text: what went wrong, what the customer wrote meanwhile, what was carried over. One of each kind. */
export class Bars {
  readonly element = make("div", { class: "composer-bars" });
  private readonly shown = new Map<BarKind, HTMLElement>();

  constructor(private readonly dismissLabel: string) {}

  show(kind: BarKind, sentence: string, more: { quote?: string; action?: { label: string; press: () => void } } = {}): void {
    this.hide(kind);
    const close = make("button", { type: "button", class: "composer-bar-close", "aria-label": this.dismissLabel, title: this.dismissLabel }, icon("close"));
    const action = more.action ? make("button", { type: "button", class: "composer-plain" }, more.action.label) : null;
    const bar = make(
      "div",
      { class: "composer-bar", "data-kind": kind, "data-testid": `composer-${kind}`, role: kind === "problem" ? "alert" : "status" },
      make("div", { class: "composer-bar-words" }, make("p", {}, sentence), more.quote ? make("blockquote", { dir: "auto" }, more.quote) : null),
      action,
      close,
    );
    close.addEventListener("click", () => this.hide(kind));
    action?.addEventListener("click", () => {
      this.hide(kind);
      more.action?.press();
    });
    this.shown.set(kind, bar);
    this.element.append(bar);
  }

  hide(kind: BarKind): void {
    this.shown.get(kind)?.remove();
    this.shown.delete(kind);
  }
}
