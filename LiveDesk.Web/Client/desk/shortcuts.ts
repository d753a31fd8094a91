// Keys that need no round trip. Single keys are off while somebody types, in front of a dialog or a menu, and where a person switched them off.
import { type DeskKey, chosen, isSingle, keyOf, keysOf, names } from "./keys";
import { openPalette } from "./palette";
import { openSheet } from "./sheet";

/** Within this time the second key of two has to follow. */
const SECOND_KEY_MS = 1_500;
let first = "";
let forgetsFirst: ReturnType<typeof setTimeout> | undefined;

/** What each does. Whether it did anything: a key that did nothing stays the browser's. */
const acts: Record<DeskKey, (event: KeyboardEvent) => boolean> = {
  palette: () => openPalette(),
  sheet: () => openSheet(),
  search: () => focusOn(find("[data-testid=search-box]")),
  newTicket: () => click("[data-testid=new-ticket]"),
  goBoard: () => click(".nav .desk.current a[href$='/board']"),
  goTickets: () => click(".nav .desk.current a[href$='/tickets']"),
  goChats: () => click(".nav a[href='/chats']"),
  goDrafts: () => click(".nav a[href='/drafts']"),
  goKnowledge: () => click(".nav a[href='/knowledge']"),
  goPeople: () => click(".nav a[href='/people']"),
  goSettings: () => click(".nav a[href='/settings']"),
  next: () => step(1),
  previous: () => step(-1),
  walk: (event) => moveAmongCards(event),
  open: (event) => openItem(event),
  choose: () => click("[data-testid=choose]", itemOf(document.activeElement)),
  move: (event) => click("[data-card-menu]", itemOf(event.target) ?? find("[data-testid=ticket]")),
  reply: () => write("reply"),
  note: () => write("note"),
  assign: () => click("[data-testid=assign]"),
  resolve: () => click("[data-testid=resolve]"),
};

export function startShortcuts(): void {
  // Before the editor, whose own meaning of Ctrl+K gives way.
  document.addEventListener("keydown", (event) => {
    if (!isPaletteKey(event) || !find(".nav")) return;
    event.preventDefault();
    event.stopPropagation();
    acts.palette(event);
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || !find(".nav") || isInFront(event.target)) return;
    const name = nameOf(event);
    if (name && acts[name](event)) event.preventDefault();
  });
}

const isPaletteKey = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && `Mod-${event.key.toLowerCase()}` === keyOf("palette");

function nameOf(event: KeyboardEvent): DeskKey | undefined {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const second = first === "" ? null : `${first} ${key}`;
  clearTimeout(forgetsFirst);
  first = "";
  const usable = (wanted: string): boolean => !isSingle(wanted) || chosen().single;
  const found = desk.find((name) => keysOf(name).some((k) => (k === second || (second === null && k === key)) && usable(k)));
  if (!found && chosen().single && desk.some((name) => keyOf(name).startsWith(`${key} `))) {
    first = key;
    forgetsFirst = setTimeout(() => (first = ""), SECOND_KEY_MS);
  }
  return found;
}

const desk = names.filter((name): name is DeskKey => name in acts);

function isInFront(target: EventTarget | null): boolean {
  return find("[role=dialog][aria-modal=true]") !== null || (target instanceof Element && target.closest("[role=menu]") !== null);
}

const ITEM = "[data-testid=card], [data-testid=ticket-row]";
const itemOf = (target: EventTarget | null): HTMLElement | null => (target instanceof Element ? target.closest<HTMLElement>(ITEM) : null);

/** To the next ticket of the list, or of the column; from nowhere to the first one. */
function step(by: number): boolean {
  const here = itemOf(document.activeElement);
  const all = [...(here?.closest("[data-testid=column]") ?? document).querySelectorAll<HTMLElement>(ITEM)];
  const to = here ? all[all.indexOf(here) + by] : all[0];
  return to ? focusOn(to.dataset["testid"] === "card" ? to : find(".subject a", to)) : false;
}

function moveAmongCards(event: KeyboardEvent): boolean {
  const card = itemOf(event.target);
  const column = card?.closest<HTMLElement>("[data-testid=column]");
  if (!card || !column) return false;
  const cards = [...column.querySelectorAll<HTMLElement>("[data-testid=card]")];
  const place = cards.indexOf(card);
  const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
  return focusOn((sideways ? neighbour(column, event.key === "ArrowRight" ? 1 : -1, place) : cards[place + (event.key === "ArrowDown" ? 1 : -1)]) ?? null);
}

function neighbour(column: HTMLElement, by: number, place: number): HTMLElement | undefined {
  const columns = [...document.querySelectorAll<HTMLElement>("[data-testid=column]")];
  for (let i = columns.indexOf(column) + by; i >= 0 && i < columns.length; i += by) {
    const cards = columns[i]!.querySelectorAll<HTMLElement>("[data-testid=card]");
    if (cards.length) return cards[Math.min(place, cards.length - 1)];
  }
  return undefined;
}

/** Enter on a link or a button is theirs; on a card it opens the ticket. */
function openItem(event: KeyboardEvent): boolean {
  const item = itemOf(event.target);
  if (!item || (event.key === "Enter" && event.target !== item)) return false;
  return click("a[href^='/tickets/']", item);
}

function write(audience: "reply" | "note"): boolean {
  const composer = document.querySelector<HTMLElement & { focusOn?(audience: string): void }>("livedesk-composer[data-ticket]");
  composer?.focusOn?.(audience);
  return composer !== null;
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT", "LIVEDESK-COMPOSER"].includes(target.tagName));
}

const find = (selector: string, within: ParentNode = document): HTMLElement | null => within.querySelector<HTMLElement>(selector);

function focusOn(element: HTMLElement | null): boolean {
  element?.focus();
  return element !== null;
}

function click(selector: string, within: ParentNode | null = document): boolean {
  const found = within ? find(selector, within) : null;
  found?.click();
  return found !== null;
}
