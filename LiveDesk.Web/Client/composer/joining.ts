import type { Editor } from "@tiptap/core";
import { Selection } from "@tiptap/pm/state";
import type { Bars } from "./bars";
import type { Draft } from "./draft";
import { ignoreLost } from "./wire";
import { type Words, fill } from "./words";

// A reply is one, however many write it: who comes second joins by choice, and nobody is kept out.

export interface JoiningAsk {
  draft: Draft;
  words: Words;
  bars: Bars;
  editor(): Editor;
  writeNote(): void;
  takeOver(): Promise<void>;
}

export class Joining {
  /** This person writes in it by their own choice; until then a reply that somebody else writes is only read. */
  hasJoined = false;

  constructor(private readonly ask: JoiningAsk) {}

  look(): void {
    const { draft } = this.ask;
    const writers = draft.where.audience === "reply" ? draft.others.filter((hand) => hand.isWriting) : [];
    if (writers.length === 0 || this.hasJoined) this.letWrite();
    else this.askToJoin(writers.map((hand) => hand.name));
  }

  join(): void {
    this.hasJoined = true;
    this.letWrite();
  }

  private askToJoin(names: string[]): void {
    const { words, bars } = this.ask;
    const sentence = fill(words.isReplying, new Intl.ListFormat(document.documentElement.lang || "en").format(names));
    if (bars.sentenceOf("replying") === sentence) return;
    const editor = this.ask.editor();
    const hadFocus = editor.isFocused;
    editor.setEditable(false, false);
    bars.show("replying", sentence, {
      canClose: false,
      actions: [
        { label: words.join, testId: "composer-join", press: () => this.joinAndWrite() },
        { label: words.takeOver, testId: "composer-take-over", press: () => this.takeOver() },
        { label: words.writeNote, testId: "composer-note-instead", stays: true, press: this.ask.writeNote },
      ],
    });
    if (hadFocus) bars.focus("replying");
  }

  /** The next key is the text's already: the colleague is told meanwhile, and would not have been in the way. */
  private takeOver(): void {
    this.joinAndWrite();
    this.ask.takeOver().catch(ignoreLost);
  }

  private letWrite(): void {
    const { bars } = this.ask;
    if (!bars.isShown("replying")) return;
    bars.hide("replying");
    this.ask.editor().setEditable(true, false);
  }

  private joinAndWrite(): void {
    const { bars, draft } = this.ask;
    const editor = this.ask.editor();
    bars.hide("replying");
    this.hasJoined = true;
    editor.setEditable(true, false);
    draft.hands.write(true);
    const { state, view } = editor;
    view.dispatch(state.tr.setSelection(Selection.atEnd(state.doc)));
    view.focus();
  }
}
