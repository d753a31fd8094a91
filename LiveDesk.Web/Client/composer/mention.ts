import { Extension } from "@tiptap/core";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { inCode } from "./code";
import { MentionList } from "./mentionList";
import type { Colleague } from "./wire";

// "@" at the start of a word names a colleague. What is typed behind it chooses from a list at the caret; the text and the focus stay the editor's.

export interface MentionAsk {
  /** What the list is for. */
  label: string;
  colleagues(): Promise<Colleague[]>;
  /** What stands in the text in place of the letters that were typed. */
  leaves(colleague: Colleague): string;
  chosen(colleague: Colleague): void;
}

/** The "@" and the letters between it and the caret. */
interface Typed {
  from: number;
  letters: string;
}

interface Mention extends Typed {
  /** Null until they have come. */
  people: readonly Colleague[] | null;
  active: number;
  /** Left by Escape: the letters stay letters. */
  isClosed: boolean;
}

const KEY = new PluginKey<Mention | null>("mention");
const AT_CARET = /(?:^|[\s\ufffc(])@([^\s@\ufffc]{0,40})$/u;

export class Mentions {
  private readonly list: MentionList;
  private isAsking = false;

  constructor(private readonly ask: MentionAsk) {
    this.list = new MentionList(ask.label);
  }

  /** Before the keys of formats, lists and sending. */
  get extension(): Extension {
    return Extension.create({ name: "mention", priority: 1_000, addProseMirrorPlugins: () => [this.plugin()] });
  }

  /** What assistive technology is told of the editor while the list is open, and when it is not. */
  attributes(state: EditorState): Record<string, string> {
    const mention = KEY.getState(state);
    if (choiceOf(mention).length === 0) return { role: "textbox", "aria-multiline": "true" };
    return { role: "combobox", "aria-haspopup": "listbox", "aria-autocomplete": "list", "aria-expanded": "true", "aria-controls": this.list.id, "aria-activedescendant": this.list.optionId(mention!.active) };
  }

  private plugin(): Plugin<Mention | null> {
    return new Plugin<Mention | null>({
      key: KEY,
      state: { init: () => null, apply: (transaction, before, _, state) => next(before, transaction, state) },
      props: {
        handleKeyDown: (view, event) => this.key(view, event),
        handleDOMEvents: { blur: (view) => this.close(view) },
      },
      view: () => ({ update: (view) => this.show(view), destroy: () => this.list.hide() }),
    });
  }

  private show(view: EditorView): void {
    const mention = KEY.getState(view.state);
    if (mention && !mention.people && !mention.isClosed) void this.fetch(view);
    const people = choiceOf(mention);
    if (people.length === 0) return this.list.hide();
    this.list.show(view.dom, people, mention!.active, () => view.coordsAtPos(Math.min(KEY.getState(view.state)?.from ?? 0, view.state.doc.content.size)), (person) => this.choose(view, person));
  }

  private async fetch(view: EditorView): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    // Without a connection nobody can be asked; the composer says that it is offline.
    const people = await this.ask.colleagues().catch(() => []);
    this.isAsking = false;
    if (!view.isDestroyed) tell(view, { people });
  }

  private key(view: EditorView, event: KeyboardEvent): boolean {
    const mention = KEY.getState(view.state);
    const people = choiceOf(mention);
    if (people.length === 0 || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) tell(view, { active: (mention!.active + step + people.length) % people.length });
    else if (event.key === "Enter" || event.key === "Tab") this.choose(view, people[mention!.active]!);
    else if (event.key === "Escape") this.close(view);
    else return false;
    event.stopPropagation();
    return true;
  }

  private choose(view: EditorView, person: Colleague): void {
    const mention = KEY.getState(view.state);
    if (!mention) return;
    view.dispatch(replaced(view.state, mention.from, this.ask.leaves(person)));
    this.ask.chosen(person);
  }

  private close(view: EditorView): void {
    if (KEY.getState(view.state)?.isClosed === false) tell(view, { isClosed: true });
  }
}

/** It begins when "@" is typed by this person, and lasts while the caret is behind its letters; what others type may move it. */
function next(before: Mention | null, transaction: Transaction, state: EditorState): Mention | null {
  const typed = atCaret(state);
  if (!typed) return null;
  const isMine = transaction.docChanged && !transaction.getMeta("y-sync$");
  const begins = isMine && typed.letters === "" && (!before || (before.isClosed && before.letters !== ""));
  if (begins) return { ...typed, people: null, active: 0, isClosed: false };
  if (!before || (!transaction.docChanged && typed.from !== before.from)) return null;
  return { ...before, ...typed, active: typed.letters === before.letters ? before.active : 0, ...(transaction.getMeta(KEY) as Partial<Mention> | undefined) };
}

/** Not inside a word, where it is an e-mail address, and not in code. */
function atCaret({ selection, doc }: EditorState): Typed | null {
  const { $from, empty } = selection;
  if (!empty || !$from.parent.isTextblock || inCode(doc, $from)) return null;
  const letters = AT_CARET.exec($from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc"))?.[1];
  return letters === undefined ? null : { from: $from.pos - letters.length - 1, letters };
}

const choiceOf = (mention: Mention | null | undefined): readonly Colleague[] => (mention && !mention.isClosed ? (mention.people?.filter((person) => isCalled(person.name, mention.letters)) ?? []) : []);

/** By the first letters of any of their names, with accents or without. */
const isCalled = (name: string, letters: string): boolean => plain(name).split(/[\s-]+/).some((part) => part.startsWith(plain(letters))) || plain(name).startsWith(plain(letters));

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** With one space between the words around it. */
function replaced(state: EditorState, from: number, text: string): Transaction {
  const to = state.selection.from;
  const around = (at: number): string => (at < 0 || at > state.doc.content.size ? "" : state.doc.textBetween(Math.max(0, at), Math.min(at + 1, state.doc.content.size), "\n", " "));
  const isFollowed = around(to) === " ";
  if (text !== "") return state.tr.insertText(isFollowed ? text : `${text} `, from, to).scrollIntoView();
  return state.tr.delete(isFollowed && around(from - 1) === " " ? from - 1 : from, to).scrollIntoView();
}

const tell = (view: EditorView, news: Partial<Mention>): void => view.dispatch(view.state.tr.setMeta(KEY, news));
