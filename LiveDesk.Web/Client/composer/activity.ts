import type { Draft } from "./draft";
import { make } from "./dom";
import type { Words } from "./words";

/** What work a reply or a note was: the desk's list, beside the button that sends. Without a list there is nothing to choose. */
export class ActivityChoice {
  readonly element: HTMLSelectElement;

  constructor(words: Words, activities: readonly string[], chosen: (activity: string | null) => void) {
    const option = (value: string, label: string): HTMLElement => make("option", { value }, label);
    this.element = make("select", { class: "composer-activity", "data-testid": "composer-activity", "aria-label": words.activity, hidden: activities.length === 0 }, option("", words.noActivity), ...activities.map((name) => option(name, name)));
    this.element.addEventListener("change", () => chosen(this.element.value || null));
  }

  show(draft: Draft): void {
    const chosen = draft.activity ?? "";
    if (this.element.value === chosen) return;
    // Somebody chose it before the desk took it from its list.
    if (![...this.element.options].some((option) => option.value === chosen)) this.element.append(make("option", { value: chosen }, chosen));
    this.element.value = chosen;
  }
}
