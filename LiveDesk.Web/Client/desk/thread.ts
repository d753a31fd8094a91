import { go } from "./palette";
import { isTyping } from "./shortcuts";

// A thread stays at its end while new entries arrive, unless the person has scrolled up to read.
const atEnd = new WeakMap<HTMLElement, boolean>();

export function watchThreads(): void {
  document.addEventListener("scroll", (event) => {
    const thread = event.target;
    if (thread instanceof HTMLElement && thread.dataset.follow !== undefined) atEnd.set(thread, thread.scrollHeight - thread.scrollTop - thread.clientHeight < 60);
  }, { capture: true, passive: true });
  new MutationObserver((changes) => {
    for (const change of changes) {
      const thread = (change.target as HTMLElement).closest?.<HTMLElement>("[data-follow]");
      if (!thread || wasLedTo(thread)) continue;
      if (atEnd.get(thread) ?? true) thread.scrollTop = thread.scrollHeight;
    }
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-asked"] });
}

let ledTo = "";

/** The address names one of its items: the person is led there, once, and not to the end. */
function wasLedTo(thread: HTMLElement): boolean {
  const place = location.pathname + location.search + location.hash;
  if (ledTo === place) return false;
  const item = thread.querySelector<HTMLElement>("[data-asked]") ?? itemOfHash(thread);
  if (!item) return false;
  ledTo = place;
  atEnd.set(thread, false);
  item.scrollIntoView({ block: "center" });
  if (item.hasAttribute("tabindex") && !isTyping(document.activeElement)) item.focus({ preventScroll: true });
  return true;
}

/** The server never sees what stands behind "#". What is not shown yet is asked for in words that it reads. */
function itemOfHash(thread: HTMLElement): HTMLElement | null {
  const key = location.hash.slice(1);
  if (!/^(entry|change|description)(-|$)/.test(key)) return null;
  const item = document.getElementById(key);
  if (item && thread.contains(item)) return item;
  const address = new URL(location.href);
  if (address.searchParams.get("item") === key) return null;
  address.searchParams.set("item", key);
  address.hash = "";
  go(address.pathname + address.search, true);
  return null;
}
