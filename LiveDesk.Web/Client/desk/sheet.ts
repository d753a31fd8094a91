// The sheet behind "?": every key that there is (keys.ts), each to be changed, and the switch for those without Ctrl or Alt.
import { KEYS, type KeyName, chosen, isChoosable, keysOf, names } from "./keys";
import { keyboard, make, openDialog, sayUnreachable } from "./parts";
import { allAsUsual, changing, isOwn, switchSingleKeys } from "./rebinding";

const ON_A_MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const SHOWN: Record<string, string> = { Mod: ON_A_MAC ? "Cmd" : "Ctrl", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", k: "K" };

type Words = Record<string, string>;

export function openSheet(): boolean {
  void keyboard().then(({ words }) => show(words), sayUnreachable);
  return true;
}

function show(words: Words): void {
  if (document.querySelector("[data-testid=shortcuts]")) return;
  const groups = make("div", { class: "key-groups" }, ...groupsOf(words));
  const off = make("input", { type: "checkbox", "data-testid": "single-keys" });
  off.checked = chosen().single;
  const problem = make("p", { class: "problem-text", role: "alert", "data-testid": "keys-problem" });
  off.addEventListener("change", () => void switchSingleKeys(off.checked, words).then((stood) => {
    problem.textContent = stood ?? "";
    off.checked = chosen().single;
  }));
  const usual = make("button", { type: "button", class: "button", "data-testid": "keys-usual" }, words["AllUsual"]!);
  usual.addEventListener("click", () => void allAsUsual(words).then((stood) => {
    problem.textContent = stood ?? "";
    groups.replaceChildren(...groupsOf(words));
  }));
  const sheet = openDialog(words["Sheet"]!, "shortcuts", words["Close"]!, groups, make("label", { class: "single-keys" }, off, words["SingleKeys"]!), make("p", { class: "small muted" }, words["SingleKeysHint"]!), problem, make("footer", {}, usual));
  // Once dialog.ts has taken it in: one reads a sheet from its top, and its one field stands below.
  setTimeout(() => sheet.element.querySelector<HTMLElement>("[data-close]")?.focus());
}

const groupsOf = (words: Words): HTMLElement[] => [...new Set(names.map((name) => KEYS[name].group))].map((group) =>
  make("section", {}, make("h3", {}, words[`Group.${group}`] ?? group), make("dl", { class: "keys" }, ...names.filter((name) => KEYS[name].group === group).flatMap((name) => line(name, words)))));

function line(name: KeyName, words: Words): HTMLElement[] {
  const term = make("dt", { "data-key": name, ...(isOwn(name) ? { "data-own": "" } : {}) }, ...keysOf(name).map(shown));
  const label = words[`Key.${name}`] ?? name;
  const told = make("dd", {}, label);
  if (!isChoosable(name)) return [term, told];
  const change = make("button", { type: "button", class: "button quiet key-change", "data-testid": "key-change", "data-key": name, "aria-label": words["ChangeKey"]!.replace("{0}", label) }, words["Change"]!);
  told.append(change);
  change.addEventListener("click", () => told.replaceChildren(changing(name, words, () => {
    const [newTerm, newTold] = line(name, words);
    term.replaceWith(newTerm!);
    told.replaceWith(newTold!);
    newTold!.querySelector<HTMLElement>("button")?.focus();
  })));
  return [term, told];
}

const shown = (key: string): HTMLElement =>
  make("span", { class: "key" }, ...key.split(" ").flatMap((one) => (one.length === 1 ? [one] : one.split("-")).map((part) => make("kbd", {}, key.length > 1 && key.includes("-") ? (SHOWN[part] ?? part) : (SHOWN[part]?.replace("K", "k") ?? part)))));
