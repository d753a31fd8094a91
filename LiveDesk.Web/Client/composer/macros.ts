import type * as Y from "yjs";
import { type ChosenMacro, macrosOf } from "./document";
import { icon, make } from "./dom";
import type { Canned } from "./messages";
import { type Words, fill } from "./words";

// What macros change, in words, and those that are chosen to be done with the text: in the document, so that everybody on the draft sees them.

type Change = ChosenMacro["changes"][number];

/** "Status: Resolved · Tag: refund" */
export const inWords = (changes: readonly Change[], words: Words): string => changes.map((change) => oneInWords(change, words)).join(" · ");

function oneInWords({ what, to }: Change, words: Words): string {
  const names: Record<string, string> = { Status: words.macroStatus, Priority: words.macroPriority, Assignee: words.macroAssignee, Department: words.macroDepartment, Category: words.macroCategory, Type: words.macroType, Tag: words.macroTag };
  const priorities: Record<string, string> = { 1: words.priority1, 2: words.priority2, 3: words.priority3, 4: words.priority4 };
  return fill(names[what] ?? "{0}", to === null ? words.macroNobody : what === "Priority" ? (priorities[to] ?? to) : to);
}

export class MacroChips {
  readonly element = make("ul", { class: "composer-files composer-macros", "data-testid": "composer-macros", hidden: true });
  private doc: Y.Doc | null = null;
  private readonly redraw = (): void => {
    this.draw();
    this.changed();
  };

  constructor(
    private readonly words: Words,
    private readonly changed: () => void,
  ) {}

  show(doc: Y.Doc): void {
    this.hide();
    this.doc = doc;
    macrosOf(doc).observe(this.redraw);
    this.draw();
  }

  hide(): void {
    if (this.doc) macrosOf(this.doc).unobserve(this.redraw);
    this.doc = null;
  }

  /** Only what changes the ticket is to be done with the text. */
  add({ id, name, macro }: Canned): void {
    if (this.doc && macro && macro.changes.length > 0) macrosOf(this.doc).set(id, { name, version: macro.version, statusId: macro.statusId, changes: macro.changes });
  }

  private draw(): void {
    const { doc } = this;
    this.element.replaceChildren(...(doc ? [...macrosOf(doc).entries()].map(([id, macro]) => this.chip(id, macro, doc)) : []));
    this.element.hidden = this.element.childElementCount === 0;
  }

  private chip(id: string, { name, changes }: ChosenMacro, doc: Y.Doc): HTMLElement {
    const label = fill(this.words.macroRemove, name);
    const remove = make("button", { type: "button", class: "composer-file-remove", "aria-label": label, title: label }, icon("close"));
    remove.addEventListener("click", () => macrosOf(doc).delete(id));
    return make("li", { class: "composer-file composer-macro", "data-testid": "composer-macro", "data-name": name }, icon("canned"), make("span", {}, `/${name}: ${inWords(changes, this.words)}`), remove);
  }
}
