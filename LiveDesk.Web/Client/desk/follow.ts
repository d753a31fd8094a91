// Following a colleague: may the screen go where they go? Not under the hands of whoever types, nor away from an open dialog. What was typed
// into a plain field that nothing keeps would be lost with its page, so it counts as typing too, until the field is gone or emptied.
import { isTyping } from "./shortcuts";

// A search is no loss. A kept field's text is put back when the page is opened again, and these elements keep theirs themselves.
const losable = "textarea:not([data-keep]), input:not([data-keep], [type=search], [type=checkbox], [type=radio], [type=file])";
const keeping = "live-chatbox, livedesk-composer";
const typedInto = new Set<HTMLInputElement | HTMLTextAreaElement>();

// A field that a page put the cursor into by itself is not yet anybody's: it is once they struck a key or clicked there.
let touched: EventTarget | null = null;

export function watchFollowing(): void {
  for (const name of ["keydown", "keyup", "pointerdown"]) document.addEventListener(name, (event) => (touched = event.target), { capture: true, passive: true });
  document.addEventListener("input", (event) => {
    const field = event.target;
    if ((field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.matches(losable) && !field.closest(keeping)) typedInto.add(field);
  });
  document.addEventListener("submit", (event) => {
    for (const field of typedInto) if (field.form === event.target) typedInto.delete(field);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !needsEscape(event.target) && !somethingIsOpen()) document.querySelector<HTMLElement>("[data-testid=follow-stop]")?.click();
  });
}

function isBusy(): boolean {
  for (const field of typedInto) if (!field.isConnected || !field.value) typedInto.delete(field);
  return isWriting(document.activeElement) || isDialogOpen() || typedInto.size > 0;
}

function isWriting(field: Element | null): boolean {
  if (!isTyping(field)) return false;
  return (touched instanceof Node && field!.contains(touched)) || ("value" in field! ? field.value !== "" : field!.textContent !== "");
}

/** Editors and fields leave by it; a chat's box has no other use for it. */
function needsEscape(target: EventTarget | null): boolean {
  return isTyping(target) && !(target as Element).closest("live-chatbox");
}

function isDialogOpen(): boolean {
  return document.querySelector("[role=dialog][aria-modal=true]") !== null;
}

/** Escape closes that first. */
function somethingIsOpen(): boolean {
  return isDialogOpen() || document.querySelector("[data-menu]") !== null;
}

Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, { isBusy }) });
