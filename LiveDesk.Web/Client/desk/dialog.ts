// Dialogs: focus goes in, stays in, and comes back; Escape closes. Works on whatever carries role="dialog" aria-modal="true".
const focusable = "a[href], button:not(:disabled), input:not(:disabled):not([type=hidden]), select:not(:disabled), textarea:not(:disabled), [tabindex='0']";
const cameFrom = new Map<HTMLElement, Element | null>();

export function watchDialogs(): void {
  new MutationObserver((changes) => {
    for (const change of changes) {
      change.addedNodes.forEach((node) => dialogsIn(node).forEach(enter));
      change.removedNodes.forEach((node) => dialogsIn(node).forEach(leave));
    }
  }).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("keydown", (event) => {
    const dialog = [...cameFrom.keys()].at(-1);
    if (!dialog) return;
    if (event.key === "Escape") dialog.querySelector<HTMLElement>("[data-close]")?.click();
    if (event.key === "Tab") keepInside(dialog, event);
  });
}

function dialogsIn(node: Node): HTMLElement[] {
  if (!(node instanceof HTMLElement)) return [];
  const found = [...node.querySelectorAll<HTMLElement>("[role=dialog][aria-modal=true]")];
  return node.matches("[role=dialog][aria-modal=true]") ? [node, ...found] : found;
}

function enter(dialog: HTMLElement): void {
  cameFrom.set(dialog, document.activeElement);
  const first = dialog.querySelector<HTMLElement>("[autofocus]") ?? dialog.querySelector<HTMLElement>("input, select, textarea") ?? dialog.querySelector<HTMLElement>(focusable);
  first?.focus();
}

function leave(dialog: HTMLElement): void {
  const back = cameFrom.get(dialog);
  cameFrom.delete(dialog);
  if (back instanceof HTMLElement && back.isConnected) back.focus();
}

function keepInside(dialog: HTMLElement, event: KeyboardEvent): void {
  const all = [...dialog.querySelectorAll<HTMLElement>(focusable)];
  const [first, last] = [all[0], all.at(-1)];
  const active = document.activeElement;
  if (event.shiftKey ? active === first : active === last) {
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}
