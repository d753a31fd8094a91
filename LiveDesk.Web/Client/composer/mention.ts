import type { EditorState, Transaction } from "@tiptap/pm/state";
import { make } from "./dom";
import { Picker, isCalled } from "./picker";
import type { Colleague } from "./messages";

// "@" at the start of a word names a colleague, in a note a department too.

export interface MentionAsk {
  /** What the list is for. */
  label: string;
  /** What is said beside a department. */
  department: string;
  colleagues(): Promise<Colleague[]>;
  /** What stands in the text in place of the letters that were typed. */
  leaves(colleague: Colleague): string;
  chosen(colleague: Colleague): void;
}

export const mentions = (ask: MentionAsk): Picker<Colleague> =>
  new Picker<Colleague>({
    sign: "@",
    label: ask.label,
    testId: "composer-people",
    fetch: ask.colleagues,
    matches: ({ name }, letters) => isCalled(name, letters),
    draw: ({ name, isDepartment }) => ({
      attributes: { [isDepartment ? "data-department" : "data-person"]: name },
      parts: isDepartment ? [name, make("span", { class: "composer-pick-whose" }, ask.department)] : [name],
    }),
    replaced: (state, from, colleague) => replaced(state, from, ask.leaves(colleague)),
    chosen: ask.chosen,
  });

/** With one space between the words around it. */
function replaced(state: EditorState, from: number, text: string): Transaction {
  const to = state.selection.from;
  const around = (at: number): string => (at < 0 || at > state.doc.content.size ? "" : state.doc.textBetween(Math.max(0, at), Math.min(at + 1, state.doc.content.size), "\n", " "));
  const isFollowed = around(to) === " ";
  if (text !== "") return state.tr.insertText(isFollowed ? text : `${text} `, from, to).scrollIntoView();
  return state.tr.delete(isFollowed && around(from - 1) === " " ? from - 1 : from, to).scrollIntoView();
}
