// Who is writing? Asked once, never in the way: the message box works whether or not it is filled in.
import { el } from "./dom";
import type { Words } from "./words";

export class Prechat {
  readonly element: HTMLFormElement;
  private readonly name: HTMLInputElement;
  private readonly email: HTMLInputElement;
  private readonly problem: HTMLElement;

  constructor(private readonly words: Words, save: (name: string | null, email: string | null) => void, skip: () => void) {
    this.name = el("input", { id: "visitor-name", name: "name", maxlength: "120", autocomplete: "name" });
    this.email = el("input", { id: "visitor-email", name: "email", type: "email", maxlength: "254", autocomplete: "email", "aria-describedby": "visitor-problem" });
    this.problem = el("p", { id: "visitor-problem", class: "problem", role: "alert" });
    const later = el("button", { type: "button", class: "link" }, words.skip);
    this.element = el("form", { class: "prechat", "data-testid": "prechat-form", novalidate: true },
      el("p", {}, words.optional),
      el("label", { for: "visitor-name" }, words.name), this.name,
      el("label", { for: "visitor-email" }, words.email), this.email,
      this.problem,
      el("div", { class: "row" }, el("button", { type: "submit", class: "primary" }, words.save), later));
    later.addEventListener("click", skip);
    this.element.addEventListener("submit", (e) => {
      e.preventDefault();
      if (this.check()) save(this.given.name, this.given.email);
    });
  }

  /** What is filled in and well-formed. */
  get given(): { name: string | null; email: string | null } {
    return { name: this.name.value.trim() || null, email: this.email.validity.valid ? this.email.value.trim() || null : null };
  }

  complain(what: string): void { this.problem.textContent = what; }

  private check(): boolean {
    this.complain(this.email.validity.valid ? "" : this.words.emailWrong);
    if (!this.email.validity.valid) this.email.focus();
    return this.email.validity.valid;
  }
}
