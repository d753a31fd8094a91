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

/** As an editor's keymap names it. */
export const keyOf = (name: KeyName): string => KEYS[name].keys[0];

export const names = Object.keys(KEYS) as KeyName[];

/** A letter or sign alone: what a person may switch off. */
export const isSingle = (key: string): boolean => !key.includes("-") && key.split(" ").every((part) => part.length === 1);
