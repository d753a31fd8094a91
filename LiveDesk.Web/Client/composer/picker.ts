import { Extension } from "@tiptap/core";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { inCode } from "./code";
import { type Look, PickList } from "./pickList";

// A sign at the start of a word opens a list at the caret, and what is typed behind it chooses from the list; the text and the focus stay the editor's.

export interface PickerAsk<T> extends Look<T> {
  /** What opens it: "@". */
  sign: string;
  fetch(): Promise<readonly T[]>;
  matches(item: T, letters: string): boolean;
  /** What becomes of the text from the sign to the caret. */
  replaced(state: EditorState, from: number, item: T): Transaction;
  chosen(item: T): void;
}

/** The sign and the letters between it and the caret. */
interface Typed {
  from: number;
  letters: string;
}

interface Picking<T> extends Typed {
  /** Null until they have come. */
  items: readonly T[] | null;
  active: number;
  /** Left by Escape: the letters stay letters. */
  isClosed: boolean;
}

export class Picker<T> {
  private readonly plugin: PluginKey<Picking<T> | null>;
  private readonly atSign: RegExp;
  private readonly list: PickList<T>;
  private view: EditorView | null = null;
  private isAsking = false;

  constructor(private readonly ask: PickerAsk<T>) {
    this.plugin = new PluginKey<Picking<T> | null>(ask.testId);
    // Not inside a word, where "@" is an e-mail address and "/" is a choice of two.
    this.atSign = new RegExp(`(?:^|[\\s\\ufffc(])${ask.sign}([^\\s${ask.sign}\\ufffc]{0,60})$`, "u");
    this.list = new PickList(ask);
  }

  /** Before the keys of formats, lists and sending. */
  get extension(): Extension {
    return Extension.create({ name: this.ask.testId, priority: 1_000, addProseMirrorPlugins: () => [this.make()] });
  }

  /** What assistive technology is told of the editor while the list is open; null when it is not. */
  attributes(state: EditorState): Record<string, string> | null {
    const picking = this.plugin.getState(state);
    if (this.choiceOf(picking).length === 0) return null;
    return { role: "combobox", "aria-haspopup": "listbox", "aria-autocomplete": "list", "aria-expanded": "true", "aria-controls": this.list.id, "aria-activedescendant": this.list.optionId(picking!.active) };
  }

  /** What can be chosen is another now: an open list shows it. */
  lookAgain(): void {
    if (this.view && this.plugin.getState(this.view.state)?.items) void this.fetch(this.view);
  }

  private make(): Plugin<Picking<T> | null> {
    return new Plugin<Picking<T> | null>({
      key: this.plugin,
      state: { init: () => null, apply: (transaction, before, _, state) => this.next(before, transaction, state) },
      props: {
        handleKeyDown: (view, event) => this.key(view, event),
        handleDOMEvents: { blur: (view) => this.close(view) },
      },
      view: (view) => {
        this.view = view;
        return { update: (now) => this.show(now), destroy: () => this.end() };
      },
    });
  }

  private end(): void {
    this.view = null;
    this.list.hide();
  }

  private show(view: EditorView): void {
    const picking = this.plugin.getState(view.state);
    if (picking && !picking.items && !picking.isClosed) void this.fetch(view);
    const items = this.choiceOf(picking);
    if (items.length === 0) return this.list.hide();
    this.list.show(view, items, picking!.active, () => view.coordsAtPos(Math.min(this.plugin.getState(view.state)?.from ?? 0, view.state.doc.content.size)), (item) => this.choose(view, item));
  }

  private async fetch(view: EditorView): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    // Without a connection nobody can be asked; the composer says that it is offline.
    const items = await this.ask.fetch().catch(() => []);
    this.isAsking = false;
    if (!view.isDestroyed) this.tell(view, { items });
  }

  private key(view: EditorView, event: KeyboardEvent): boolean {
    const picking = this.plugin.getState(view.state);
    const items = this.choiceOf(picking);
    if (items.length === 0 || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) this.tell(view, { active: (picking!.active + step + items.length) % items.length });
    else if (event.key === "Enter" || event.key === "Tab") this.choose(view, items[picking!.active]!);
    else if (event.key === "Escape") this.close(view);
    else return false;
    event.stopPropagation();
    return true;
  }

  private choose(view: EditorView, item: T): void {
    const picking = this.plugin.getState(view.state);
    if (!picking) return;
    view.dispatch(this.ask.replaced(view.state, picking.from, item));
    this.ask.chosen(item);
  }

  private close(view: EditorView): void {
    if (this.plugin.getState(view.state)?.isClosed === false) this.tell(view, { isClosed: true });
  }

  private tell = (view: EditorView, news: Partial<Picking<T>>): void => view.dispatch(view.state.tr.setMeta(this.plugin, news));

  /** It begins when the sign is typed by this person, and lasts while the caret is behind its letters; what others type may move it. */
  private next(before: Picking<T> | null, transaction: Transaction, state: EditorState): Picking<T> | null {
    const typed = this.atCaret(state);
    if (!typed) return null;
    const isMine = transaction.docChanged && !transaction.getMeta("y-sync$");
    const begins = isMine && typed.letters === "" && (!before || (before.isClosed && before.letters !== ""));
    if (begins) return { ...typed, items: null, active: 0, isClosed: false };
    if (!before || (!transaction.docChanged && typed.from !== before.from)) return null;
    const now = { ...before, ...typed, active: typed.letters === before.letters ? before.active : 0, ...(transaction.getMeta(this.plugin) as Partial<Picking<T>> | undefined) };
    return { ...now, active: Math.min(now.active, Math.max(0, this.choiceOf(now).length - 1)) };
  }

  /** Not in code. */
  private atCaret({ selection, doc }: EditorState): Typed | null {
    const { $from, empty } = selection;
    if (!empty || !$from.parent.isTextblock || inCode(doc, $from)) return null;
    const letters = this.atSign.exec($from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc"))?.[1];
    return letters === undefined ? null : { from: $from.pos - letters.length - 1, letters };
  }

  private choiceOf = (picking: Picking<T> | null | undefined): readonly T[] => (picking && !picking.isClosed ? (picking.items?.filter((item) => this.ask.matches(item, picking.letters)) ?? []) : []);
}

/** By the first letters of any of its words, with accents or without. */
export const isCalled = (name: string, letters: string): boolean => plain(name).split(/[\s-]+/).some((part) => part.startsWith(plain(letters))) || plain(name).startsWith(plain(letters));

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
