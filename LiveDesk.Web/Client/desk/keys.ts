// Every key that there is, once: who acts on keys asks here which one it is, and the sheet behind "?" shows this table. Its words are
// KeyboardWords "Key.{name}" and "Group.{group}". "Mod" is Ctrl, on a Mac Cmd; "g b" is one after the other.
type Group = "everywhere" | "lists" | "ticket" | "composer" | "chats";

interface Key {
  group: Group;
  keys: readonly string[];
}

export const KEYS = {
  palette: { group: "everywhere", keys: ["Mod-k"] },
  sheet: { group: "everywhere", keys: ["?"] },
  search: { group: "everywhere", keys: ["/"] },
  newTicket: { group: "everywhere", keys: ["c"] },
  goBoard: { group: "everywhere", keys: ["g b"] },
  goTickets: { group: "everywhere", keys: ["g t"] },
  goChats: { group: "everywhere", keys: ["g c"] },
  goDrafts: { group: "everywhere", keys: ["g d"] },
  goKnowledge: { group: "everywhere", keys: ["g k"] },
  goPeople: { group: "everywhere", keys: ["g p"] },
  goSettings: { group: "everywhere", keys: ["g s"] },
  next: { group: "lists", keys: ["j"] },
  previous: { group: "lists", keys: ["k"] },
  walk: { group: "lists", keys: ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] },
  open: { group: "lists", keys: ["o", "Enter"] },
  choose: { group: "lists", keys: ["x"] },
  move: { group: "ticket", keys: ["m"] },
  reply: { group: "ticket", keys: ["r"] },
  note: { group: "ticket", keys: ["n"] },
  assign: { group: "ticket", keys: ["a"] },
  resolve: { group: "ticket", keys: ["e"] },
  send: { group: "composer", keys: ["Mod-Enter"] },
  sendAs: { group: "composer", keys: ["Mod-Shift-Enter"] },
  toReply: { group: "composer", keys: ["Alt-R"] },
  toNote: { group: "composer", keys: ["Alt-N"] },
  colleagues: { group: "composer", keys: ["@"] },
  canned: { group: "composer", keys: ["/"] },
  chatSend: { group: "chats", keys: ["Enter"] },
  chatLine: { group: "chats", keys: ["Shift-Enter"] },
} as const satisfies Record<string, Key>;

export type KeyName = keyof typeof KEYS;
type Elsewhere = "composer" | "chats";
/** Those that the desk's own handler acts on (shortcuts.ts). The composer's and the chat's act where the text is. */
export type DeskKey = { [K in KeyName]: (typeof KEYS)[K]["group"] extends Elsewhere ? never : K }[KeyName];

/** What a person chose: kept by the server, and brought onto the page by the navigation (Shell/NavMenu.razor). */
export interface KeyChoices {
  /** Whether a letter or sign alone does anything. */
  single: boolean;
  keys: Record<string, string>;
}

let read: { text: string; choices: KeyChoices } = { text: "", choices: { single: true, keys: {} } };

export function chosen(): KeyChoices {
  const text = document.querySelector<HTMLElement>(".nav")?.dataset["keys"] ?? "";
  if (text !== read.text) read = { text, choices: text === "" ? { single: true, keys: {} } : (JSON.parse(text) as KeyChoices) };
  return read.choices;
}

/** Those that act: the person's own in the place of the first usual one. */
export function keysOf(name: KeyName): readonly string[] {
  const own = isChoosable(name) ? chosen().keys[name] : undefined;
  return own === undefined ? KEYS[name].keys : [own, ...KEYS[name].keys.slice(1)];
}

/** As an editor's keymap names it. */
export const keyOf = (name: KeyName): string => keysOf(name)[0]!;

export const names = Object.keys(KEYS) as KeyName[];

/** The arrows walk, and the palette is the way to the sheet from everywhere. Where somebody writes, the keys are those of every editor. */
export const isChoosable = (name: KeyName): boolean => name !== "palette" && name !== "walk" && KEYS[name].group !== "composer" && KEYS[name].group !== "chats";

/** The command that has this key already, or one that begins like it: then one of the two would never be reached. */
export function clash(name: KeyName, key: string): KeyName | undefined {
  return names.filter((other) => other !== name && isChoosable(other)).find((other) => keysOf(other).some((taken) => taken === key || taken.startsWith(`${key} `) || key.startsWith(`${taken} `)));
}

/** A letter or sign alone: what a person may switch off. */
export const isSingle = (key: string): boolean => key.split(" ").every((part) => part.length === 1);
