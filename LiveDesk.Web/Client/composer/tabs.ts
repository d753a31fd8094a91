import { icon, make } from "./dom";
import type { Audience } from "./messages";
import type { Words } from "./words";

/** The two texts of a ticket: one tab each, and a dot on the one where a draft waits unseen. */
export class Tabs {
  readonly element: HTMLElement;
  private readonly tabs = new Map<Audience, HTMLButtonElement>();

  constructor(
    private readonly words: Words,
    private readonly choose: (audience: Audience) => void,
  ) {
    this.element = make("div", { class: "composer-tabs", role: "tablist" }, this.make("reply", words.reply, "Alt+R"), this.make("note", words.note, "Alt+N"));
  }

  show(shown: Audience): void {
    for (const [audience, tab] of this.tabs) {
      tab.setAttribute("aria-selected", String(audience === shown));
      tab.tabIndex = audience === shown ? 0 : -1;
    }
  }

  dot(hasDraft: (audience: Audience) => boolean): void {
    for (const [audience, tab] of this.tabs) (tab.lastElementChild as HTMLElement).hidden = !hasDraft(audience);
  }

  private make(audience: Audience, label: string, keys: string): HTMLButtonElement {
    const { hasDraft } = this.words;
    const dot = make("span", { class: "composer-dot", hidden: true, title: hasDraft, role: "img", "aria-label": hasDraft });
    const tab = make(
      "button",
      { type: "button", class: "composer-tab", role: "tab", "data-testid": `composer-${audience}`, "data-for": audience, "aria-keyshortcuts": keys, title: `${label} (${keys})` },
      icon(audience === "note" ? "note" : "reply"),
      make("span", {}, label),
      dot,
    );
    tab.addEventListener("click", () => this.choose(audience));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = audience === "reply" ? "note" : "reply";
      this.choose(other);
      this.tabs.get(other)?.focus();
    });
    this.tabs.set(audience, tab);
    return tab;
  }
}
