// What can be done here, read off the page's own buttons. Doing it presses them, so that there is one way for each.

import { copyText } from "../shared/clipboard";
import { type KeyName, keyOf } from "./keys";

export interface Action {
  /** The same at every ticket: what was used lately is known by it. */
  id: string;
  label: string;
  hint: string;
  /** It may not be done, because of this. */
  why?: string;
  act(): void;
}

interface Item { item: string; label: string; why?: string | null }

const BUTTONS = ["acknowledge", "hold", "resume", "resolve", "reopen", "assign", "to-knowledge", "bring-back", "new-ticket"];
const KEYS: Record<string, KeyName> = { resolve: "resolve", assign: "assign", "new-ticket": "newTicket" };

export function actionsHere(words: Record<string, string>): Action[] {
  return [...writing(words), ...BUTTONS.flatMap(button), ...[...document.querySelectorAll<HTMLElement>("[data-testid=ticket] [data-items]")].flatMap(menu), ...link(words)];
}

function writing(words: Record<string, string>): Action[] {
  const composer = document.querySelector<HTMLElement & { focusOn?(audience: string): void }>("livedesk-composer[data-ticket]");
  if (!composer) return [];
  return [
    { id: "reply", label: words["Key.reply"]!, hint: keyOf("reply"), act: () => composer.focusOn?.("reply") },
    { id: "note", label: words["Key.note"]!, hint: keyOf("note"), act: () => composer.focusOn?.("note") },
  ];
}

function button(testId: string): Action[] {
  const found = document.querySelector<HTMLElement>(`button[data-testid=${testId}]:not(:disabled)`);
  const key = KEYS[testId];
  return found ? [{ id: testId, label: found.textContent!.trim(), hint: key ? keyOf(key) : "", act: () => found.click() }] : [];
}

/** A menu's items stand on its button (TicketMore.razor, MoveMenu.razor). */
function menu(button: HTMLElement): Action[] {
  const items = JSON.parse(button.dataset["items"] ?? "[]") as Item[];
  return items.map(({ item, label, why }) => ({ id: `item-${item}`, label, hint: "", ...(why ? { why } : {}), act: () => chooseIn(button, item) }));
}

function chooseIn(button: HTMLElement, item: string): void {
  const wanted = (): HTMLElement | undefined => [...(button.parentElement?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])].find((one) => one.dataset["action"] === item || one.dataset["status"] === item);
  const watch = new MutationObserver(() => {
    const there = wanted();
    if (!there) return;
    watch.disconnect();
    there.click();
  });
  watch.observe(button.parentElement!, { childList: true, subtree: true });
  button.click();
}

function link(words: Record<string, string>): Action[] {
  if (!document.querySelector("[data-testid=ticket]")) return [];
  return [{ id: "copy-link", label: words["CopyLink"]!, hint: "", act: () => void copyText(location.origin + location.pathname) }];
}
