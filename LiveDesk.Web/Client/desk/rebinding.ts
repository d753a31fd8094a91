// The keys that a person chooses on the sheet: kept by the server, for every device of theirs.
import { KEYS, type KeyChoices, type KeyName, chosen, clash, keysOf } from "./keys";
import { make } from "./parts";

type Words = Record<string, string>;

/** One sign, or two that follow each other. */
const FORM = /^\S( \S)?$/u;

/** @returns What stands against it; null: it is kept. */
async function keep(choices: KeyChoices, words: Words): Promise<string | null> {
  // The page has it at once; the navigation brings the same when the server tells it.
  const onPage = document.querySelector<HTMLElement>(".nav")!.dataset;
  const before = onPage["keys"] ?? "";
  onPage["keys"] = JSON.stringify(choices);
  const stood = await send(choices, words);
  if (stood !== null) onPage["keys"] = before;
  return stood;
}

async function send(choices: KeyChoices, words: Words): Promise<string | null> {
  try {
    const answer = await fetch("/keyboard/keys", { method: "PUT", keepalive: true, headers: { "X-LiveDesk": "1", "Content-Type": "application/json" }, body: JSON.stringify(choices) });
    if (answer.ok) return null;
    return answer.status === 400 ? ((await answer.json()) as { detail: string }).detail : words["NotKept"]!;
  } catch {
    return words["NotKept"]!;
  }
}

export const switchSingleKeys = (single: boolean, words: Words): Promise<string | null> => keep({ ...chosen(), single }, words);

export const allAsUsual = (words: Words): Promise<string | null> => keep({ ...chosen(), keys: {} }, words);

export const isOwn = (name: KeyName): boolean => chosen().keys[name] !== undefined;

/** @param typed Null: as usual. */
async function choose(name: KeyName, typed: string | null, words: Words): Promise<string | null> {
  const key = (typed ?? KEYS[name].keys[0]).trim().toLowerCase();
  if (!FORM.test(key)) return words["KeyForm"]!;
  const other = clash(name, key);
  if (other) return words["KeyTaken"]!.replace("{0}", keysOf(other)[0]!).replace("{1}", words[`Key.${other}`] ?? other);
  const { [name]: _, ...others } = chosen().keys;
  return await keep({ ...chosen(), keys: key === KEYS[name].keys[0] ? others : { ...others, [name]: key } }, words);
}

/** The form in the place of a line's words. */
export function changing(name: KeyName, words: Words, done: () => void): HTMLElement {
  const label = words[`Key.${name}`] ?? name;
  const input = make("input", { class: "input key-input", type: "text", maxlength: "3", autocapitalize: "none", autocomplete: "off", spellcheck: "false", value: keysOf(name)[0]!, "aria-label": words["KeyOf"]!.replace("{0}", label), "aria-describedby": `key-problem-${name}`, "data-testid": "key-input" });
  const problem = make("span", { id: `key-problem-${name}`, class: "problem-text", role: "alert", "data-testid": "key-problem" });
  const attempt = async (typed: string | null): Promise<void> => {
    const stood = await choose(name, typed, words);
    problem.textContent = stood ?? "";
    input.setAttribute("aria-invalid", String(stood !== null));
    if (stood === null) done();
    else input.focus();
  };
  const form = make("form", { class: "key-form" }, make("span", {}, label), input,
    make("button", { type: "submit", class: "button primary", "data-testid": "key-save" }, words["KeySave"]!),
    ...(isOwn(name) ? [button("key-usual", words["KeyUsual"]!, () => void attempt(null))] : []),
    button("key-cancel", words["KeyCancel"]!, done), problem);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(input.value);
  });
  setTimeout(() => input.select());
  return form;
}

function button(testId: string, label: string, act: () => void): HTMLElement {
  const made = make("button", { type: "button", class: "button", "data-testid": testId }, label);
  made.addEventListener("click", act);
  return made;
}
