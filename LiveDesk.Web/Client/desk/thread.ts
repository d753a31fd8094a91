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
  }).observe(document.body, { childList: true, subtree: true });
}

let ledTo = "";

/** The address names one of its entries: the person is led there, once, and not to the end. */
function wasLedTo(thread: HTMLElement): boolean {
  const { pathname, hash } = location;
  if (!hash.startsWith("#entry-") || ledTo === pathname + hash) return false;
  const entry = document.getElementById(hash.slice(1));
  if (!entry || !thread.contains(entry)) return false;
  ledTo = pathname + hash;
  entry.scrollIntoView({ block: "center" });
  return true;
}
