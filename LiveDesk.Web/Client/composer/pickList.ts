import type { Schema } from "@tiptap/pm/model";
import type { EditorView } from "@tiptap/pm/view";
import { make } from "./dom";

/** How a list looks, and what its items say. */
export interface Look<T> {
  /** What the list is for. */
  label: string;
  testId: string;
  /** What an item shows, and its own attributes. */
  draw(item: T): { attributes: Record<string, string>; parts: (Node | string)[] };
  /** Below the list: more of the active one, when there is more. */
  preview?(item: T, schema: Schema): HTMLElement;
}

interface Caret {
  left: number;
  top: number;
  bottom: number;
}

const APART = 4;
const EDGE = 8;
let lists = 0;

/** What can be chosen, at the caret. It takes no focus: the editor has it, and says which one is active. */
export class PickList<T> {
  readonly id = `composer-picks-${++lists}`;
  private readonly element: HTMLElement;
  private readonly options: HTMLElement;
  private caret: (() => Caret) | null = null;
  private readonly place = (): void => this.placeAtCaret();

  constructor(private readonly look: Look<T>) {
    this.options = make("div", { class: "composer-pick-list", id: this.id, role: "listbox", "aria-label": look.label });
    this.element = make("div", { class: "composer-picks", "data-testid": look.testId, popover: "manual" }, this.options);
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
  }

  optionId = (index: number): string => `${this.id}-${index}`;

  show({ dom, state }: EditorView, items: readonly T[], active: number, caret: () => Caret, choose: (item: T) => void): void {
    this.caret = caret;
    this.options.replaceChildren(...items.map((item, index) => this.option(item, index, index === active, choose)));
    this.element.replaceChildren(this.options, ...this.previewOf(items[active]!, state.schema, this.options.children[active]!));
    if (!this.element.isConnected) dom.after(this.element);
    // In the top layer, so that no panel cuts it off.
    if (!this.element.matches(":popover-open")) this.open();
    this.placeAtCaret();
    this.options.children[active]?.scrollIntoView({ block: "nearest" });
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

  private option(item: T, index: number, isActive: boolean, choose: (item: T) => void): HTMLElement {
    const { attributes, parts } = this.look.draw(item);
    const option = make("div", { class: "composer-pick", id: this.optionId(index), role: "option", "aria-selected": String(isActive), ...attributes }, ...parts);
    option.addEventListener("click", () => choose(item));
    return option;
  }

  private previewOf(item: T, schema: Schema, option: Element): HTMLElement[] {
    if (!this.look.preview) return [];
    const preview = this.look.preview(item, schema);
    preview.id = `${this.id}-preview`;
    option.setAttribute("aria-describedby", preview.id);
    return [preview];
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
