import { make } from "./dom";

/** A button of the composer and the menu that it opens: arrows, Escape, and closing when the focus leaves it. */
export class PopMenu {
  readonly element: HTMLElement;
  private readonly list: HTMLElement;

  /** @param open Fetches what the menu shows and gives it to {@link show}. */
  constructor(
    private readonly button: HTMLButtonElement,
    label: string,
    open: () => Promise<void>,
    look: { element: string; testId?: string } = { element: "composer-review" },
  ) {
    this.list = make("div", { class: "composer-menu", role: "menu", hidden: true, "aria-label": label });
    if (look.testId) this.list.setAttribute("data-testid", look.testId);
    this.element = make("div", { class: look.element }, button, this.list);
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => void (this.list.hidden ? open() : this.close()));
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", (event) => !this.element.contains(event.relatedTarget as Node | null) && this.close());
  }

  /** @param notes Lines above the items that cannot be chosen. */
  show(items: HTMLElement[], notes: string[] = []): void {
    this.list.replaceChildren(...notes.map((text) => make("p", {}, text)), ...items);
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    items[0]?.focus();
  }

  item(attributes: Record<string, string>, chosen: () => void, ...parts: (Node | string | null)[]): HTMLElement {
    const item = make("button", { type: "button", role: "menuitem", tabindex: "-1", class: "composer-menu-item", ...attributes }, ...parts);
    item.addEventListener("click", () => {
      if (item.getAttribute("aria-disabled") === "true") return;
      this.close();
      this.button.focus();
      chosen();
    });
    return item;
  }

  private close(): void {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    if (event.key === "Escape") {
      this.close();
      this.button.focus();
      event.stopPropagation();
    }
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const items = [...this.list.querySelectorAll<HTMLElement>("[role=menuitem]")];
    items[(items.indexOf(document.activeElement as HTMLElement) + step + items.length) % items.length]?.focus();
  }
}
