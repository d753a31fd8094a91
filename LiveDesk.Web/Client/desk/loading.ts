// A page that is loaded in the moment in which the server is restarted can miss a script or a style sheet: it is asked for again until it is there.
const FIRST_MS = 500;
const LONGEST_MS = 5_000;

/** From the first script on; what fails after it is loaded again. */
export function watchLoading(): void {
  customElements.get("livedesk-not-loaded") ?? customElements.define("livedesk-not-loaded", class extends HTMLElement {});
  document.addEventListener(
    "error",
    ({ target }) => {
      if (target instanceof HTMLScriptElement || (target instanceof HTMLLinkElement && target.rel === "stylesheet")) again(target);
    },
    true,
  );
  // What failed before this script was there: it says nothing.
  addEventListener("load", () => [...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].filter(isMissing).forEach(again), { once: true });
}

/** At once if it is there, else as soon as a script has brought it. */
export function whenThere(name: string, begin: () => void): void {
  if (name in window) return begin();
  const look = (): void => {
    if (!(name in window)) return;
    document.removeEventListener("load", look, true);
    begin();
  };
  document.addEventListener("load", look, true);
}

/** For the server: it has its answer before the page leaves. */
function loadAgain(): void {
  setTimeout(() => location.reload());
}

Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, { loadAgain }) });

/** Blazor has drawn something. Pages that are plain documents are from the first. */
export const isDrawn = (): boolean => document.body.querySelector(":scope > :not(script, #connection-bar, livedesk-not-loaded)") !== null;

/** A sheet that did not come has rules that nobody may read. */
function isMissing(link: HTMLLinkElement): boolean {
  try {
    return !link.sheet?.cssRules;
  } catch {
    return true;
  }
}

function again(failed: HTMLScriptElement | HTMLLinkElement): void {
  const tries = Number(failed.dataset["tries"] ?? 0);
  setTimeout(() => {
    const next = document.createElement(failed.localName);
    for (const { name, value } of failed.attributes) next.setAttribute(name, value);
    next.dataset["tries"] = String(tries + 1);
    failed.replaceWith(next);
  }, Math.min(LONGEST_MS, FIRST_MS * 2 ** tries));
}
