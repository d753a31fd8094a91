import { make } from "./dom";
import type { Colleague } from "./wire";

interface Caret {
  left: number;
  top: number;
  bottom: number;
}

const APART = 4;
const EDGE = 8;
let lists = 0;

/** The colleagues who can be named, at the caret. It takes no focus: the editor has it, and says which one is active. */
export class MentionList {
  readonly id = `composer-people-${++lists}`;
  private readonly element: HTMLElement;
  private caret: (() => Caret) | null = null;
  private readonly place = (): void => this.placeAtCaret();

  constructor(label: string) {
    this.element = make("div", { class: "composer-people", id: this.id, role: "listbox", "aria-label": label, "data-testid": "composer-people", popover: "manual" });
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
  }

  optionId = (index: number): string => `${this.id}-${index}`;

  show(editor: HTMLElement, people: readonly Colleague[], active: number, caret: () => Caret, choose: (person: Colleague) => void): void {
    this.caret = caret;
    this.element.replaceChildren(...people.map((person, index) => this.option(person, index, index === active, choose)));
    if (!this.element.isConnected) editor.after(this.element);
    // In the top layer, so that no panel cuts it off.
    if (!this.element.matches(":popover-open")) this.open();
    this.placeAtCaret();
    this.element.children[active]?.scrollIntoView({ block: "nearest" });
  }

  hide(): void {
    if (!this.caret) return;
    this.caret = null;
    removeEventListener("scroll", this.place, true);
    removeEventListener("resize", this.place);
    this.element.remove();
  }

  private open(): void {
    this.element.showPopover();
    addEventListener("scroll", this.place, true);
    addEventListener("resize", this.place);
  }

  private option(person: Colleague, index: number, isActive: boolean, choose: (person: Colleague) => void): HTMLElement {
    const option = make("div", { class: "composer-person", id: this.optionId(index), role: "option", "aria-selected": String(isActive), "data-person": person.name }, person.name);
    option.addEventListener("click", () => choose(person));
    return option;
  }

  /** Below the line where there is room, else above it; never over the edge of a small screen. */
  private placeAtCaret(): void {
    if (!this.caret) return;
    const { left, top, bottom } = this.caret();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const foot = visualViewport ? visualViewport.offsetTop + visualViewport.height : innerHeight;
    const fitsBelow = bottom + APART + height <= foot - EDGE;
    this.element.style.top = `${fitsBelow ? bottom + APART : Math.max(EDGE, top - APART - height)}px`;
    this.element.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  }
}
