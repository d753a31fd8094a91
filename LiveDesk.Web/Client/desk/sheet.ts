// The sheet behind "?": every key that there is (keys.ts), and the switch for those without Ctrl or Alt.
import { KEYS, type KeyName, names } from "./keys";
import { keyboard, make, openDialog, sayUnreachable } from "./parts";
import { singleKeysAreOn, switchSingleKeys } from "./shortcuts";

const ON_A_MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const SHOWN: Record<string, string> = { Mod: ON_A_MAC ? "Cmd" : "Ctrl", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", k: "K" };

export function openSheet(): boolean {
  void keyboard().then(({ words }) => show(words), sayUnreachable);
  return true;
}

function show(words: Record<string, string>): void {
  if (document.querySelector("[data-testid=shortcuts]")) return;
  const groups = [...new Set(names.map((name) => KEYS[name].group))].map((group) =>
    make("section", {}, make("h3", {}, words[`Group.${group}`] ?? group), make("dl", { class: "keys" }, ...names.filter((name) => KEYS[name].group === group).flatMap((name) => line(name, words)))),
  );
  const off = make("input", { type: "checkbox", "data-testid": "single-keys" });
  off.checked = singleKeysAreOn();
  off.addEventListener("change", () => switchSingleKeys(off.checked));
  const sheet = openDialog(words["Sheet"]!, "shortcuts", words["Close"]!, make("div", { class: "key-groups" }, ...groups), make("label", { class: "single-keys" }, off, words["SingleKeys"]!), make("p", { class: "small muted" }, words["SingleKeysHint"]!));
  // Once dialog.ts has taken it in: one reads a sheet from its top, and its one field stands below.
  setTimeout(() => sheet.element.querySelector<HTMLElement>("[data-close]")?.focus());
}

function line(name: KeyName, words: Record<string, string>): HTMLElement[] {
  const keys = KEYS[name].keys.map((key) => make("span", { class: "key" }, ...key.split(" ").flatMap((one) => one.split("-").map((part) => make("kbd", {}, key.includes("-") ? (SHOWN[part] ?? part) : (SHOWN[part]?.replace("K", "k") ?? part))))));
  return [make("dt", { "data-key": name }, ...keys), make("dd", {}, words[`Key.${name}`] ?? name)];
}

export const shownKey = (name: KeyName): string => KEYS[name].keys[0].split("-").map((part) => SHOWN[part] ?? part).join(" ");
