import type { Audience, Where } from "./messages";

// What a window remembers of where its writer was, so that a page that is drawn or loaded anew does not interrupt them.

/** Where the writer is in the text. */
export interface Selected {
  anchor: number;
  head: number;
}

interface Interrupted extends Where, Selected {
  at: number;
}

/** Somebody was writing when the page drew this element anew, or was loaded anew: what takes its place lets them go on at the same letter. */
const INTERRUPTED = "livedesk-composer-interrupted";
const STILL_MEANT_MS = 30_000;

/** Is the writer's cursor in an editor of this element? It counts as there while the element is being taken away. */
export class Writing {
  isNow = false;

  constructor(element: HTMLElement) {
    element.addEventListener("focusin", (event) => (this.isNow = isEditor(event.target)));
    // In a task of its own: an element that is taken away loses the focus first, and that is no leaving.
    element.addEventListener("focusout", () => setTimeout(() => (this.isNow = isEditor(document.activeElement) && element.contains(document.activeElement))));
  }
}

/** Have they gone on by themselves since? Then they are where they want to be. */
export function movedIn(element: HTMLElement): () => boolean {
  let moved = false;
  for (const way of ["keydown", "beforeinput", "pointerdown"]) element.addEventListener(way, () => (moved = true), { once: true, capture: true });
  return () => moved;
}

const isEditor = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.isContentEditable;

export const isInterrupted = (where: Where, selected: Selected): void => put(INTERRUPTED, JSON.stringify({ ...where, ...selected, at: Date.now() } satisfies Interrupted));

/** Where to go on, if it is in this subject and still meant; only once. */
export function interruptedIn(subject: string, has: (audience: Audience) => boolean): Interrupted | null {
  const interrupted = JSON.parse(recall(INTERRUPTED) ?? "null") as Interrupted | null;
  if (interrupted?.subject !== subject || !has(interrupted.audience)) return null;
  put(INTERRUPTED, "null");
  const somewhereElse = document.activeElement !== null && document.activeElement !== document.body && document.activeElement.tagName !== "H1";
  return somewhereElse || Date.now() - interrupted.at > STILL_MEANT_MS ? null : interrupted;
}

export const chose = (subject: string, audience: Audience): void => put(placeOf(subject), audience);

/** Which of a ticket's texts this window's writer was in last. */
export const chosenIn = (subject: string): string | null => recall(placeOf(subject));

const placeOf = (subject: string): string => `livedesk-composer-${subject}`;

function put(name: string, value: string): void {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // No storage: the desk's choice it is.
  }
}

function recall(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}
