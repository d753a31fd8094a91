import { DOMSerializer, type Schema } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { contentOf, openSlice } from "./content";
import { make } from "./dom";
import { Picker, isCalled } from "./picker";
import type { Canned } from "./wire";
import { type Words, fill } from "./words";

// "/" at the start of a word offers the canned responses, each as it would read on this ticket.

const LONGEST_GIST = 90;

export const canned = (words: Words, fetch: () => Promise<Canned[]>): Picker<Canned> =>
  new Picker<Canned>({
    sign: "/",
    label: words.canned,
    testId: "canned-list",
    fetch,
    matches: ({ name }, letters) => isCalled(name, letters),
    draw: (response) => ({ attributes: { "data-testid": "canned-item", "data-name": response.name }, parts: partsOf(response, words) }),
    preview: previewOf,
    replaced: (state, from, { text }) => state.tr.setSelection(TextSelection.create(state.doc, from, state.selection.from)).replaceSelection(openSlice(contentOf(state.schema, text, false))).scrollIntoView(),
    chosen: () => {},
  });

/** As it will stand in the text. A link in it is to be read, not to be followed. */
const previewOf = ({ text }: Canned, schema: Schema): HTMLElement =>
  make("div", { class: "composer-pick-preview", "data-testid": "canned-preview", dir: "auto", inert: true }, DOMSerializer.fromSchema(schema).serializeFragment(contentOf(schema, text, false)));

function partsOf({ name, scope, shown, missing }: Canned, words: Words): Node[] {
  const whose = { personal: words.cannedPersonal, department: words.cannedDepartment, desk: words.cannedDesk }[scope];
  const head = make("span", { class: "composer-pick-head" }, make("strong", { dir: "auto" }, name), " ", make("span", { class: "composer-pick-whose" }, whose));
  const gist = make("span", { class: "composer-pick-gist", dir: "auto" }, shown.replace(/\s+/g, " ").slice(0, LONGEST_GIST));
  return missing.length === 0 ? [head, gist] : [head, gist, make("span", { class: "composer-pick-missing" }, fill(words.noValue, missing.join(", ")))];
}
