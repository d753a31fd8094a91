import { DOMSerializer, type Schema } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { contentOf, openSlice } from "./content";
import { make } from "./dom";
import { Picker, isCalled } from "./picker";
import { inWords } from "./macros";
import type { Canned } from "./messages";
import { type Words, fill } from "./words";

// "/" at the start of a word offers the canned responses, each as it would read on this ticket.

const LONGEST_GIST = 90;

export interface CannedAsk {
  isNote: boolean;
  /** Its text is in the editor, unless it cannot be applied here. */
  chosen(response: Canned): void;
}

export const canned = (words: Words, fetch: () => Promise<Canned[]>, ask: CannedAsk): Picker<Canned> =>
  new Picker<Canned>({
    sign: "/",
    label: words.canned,
    testId: "canned-list",
    fetch,
    matches: ({ name }, letters) => isCalled(name, letters),
    draw: (response) => ({ attributes: { "data-testid": "canned-item", "data-name": response.name }, parts: partsOf(response, words) }),
    preview: (response, schema) => previewOf(response, schema, words),
    replaced: (state, from, response) => {
      const typed = state.tr.setSelection(TextSelection.create(state.doc, from, state.selection.from));
      const stays = response.text !== "" && !response.macro?.problem && (ask.isNote || !response.macro?.asNote);
      return (stays ? typed.replaceSelection(openSlice(contentOf(state.schema, response.text, false))) : typed.deleteSelection()).scrollIntoView();
    },
    chosen: ask.chosen,
  });

/** As it will stand in the text. A link in it is to be read, not to be followed. */
const previewOf = ({ text, macro }: Canned, schema: Schema, words: Words): HTMLElement => {
  const changes = macro && macro.changes.length > 0 ? make("p", { class: "composer-pick-changes", "data-testid": "canned-changes" }, inWords(macro.changes, words)) : null;
  const problem = macro?.problem ? make("p", { class: "composer-pick-missing" }, macro.problem) : null;
  return make("div", { class: "composer-pick-preview", "data-testid": "canned-preview", dir: "auto", inert: true }, problem, changes, text === "" ? null : DOMSerializer.fromSchema(schema).serializeFragment(contentOf(schema, text, false)));
};

function partsOf({ name, scope, shown, missing, macro }: Canned, words: Words): Node[] {
  const whose = { personal: words.cannedPersonal, department: words.cannedDepartment, desk: words.cannedDesk }[scope];
  const head = make("span", { class: "composer-pick-head" }, make("strong", { dir: "auto" }, name), " ", make("span", { class: "composer-pick-whose" }, macro ? `${whose} · ${words.macro}${macro.asNote ? ` · ${words.note}` : ""}` : whose));
  const gist = make("span", { class: "composer-pick-gist", dir: "auto" }, (shown === "" && macro ? inWords(macro.changes, words) : shown.replace(/\s+/g, " ")).slice(0, LONGEST_GIST));
  return missing.length === 0 ? [head, gist] : [head, gist, make("span", { class: "composer-pick-missing" }, fill(words.noValue, missing.join(", ")))];
}
