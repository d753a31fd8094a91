// Menus: focus goes to the first item, arrows walk, Tab or Escape leave. They float above scrolling columns.
const ITEMS = "[role^=menuitem]";

export function watchMenus(): void {
  new MutationObserver((changes) => {
    for (const change of changes) {
      change.addedNodes.forEach((node) => {
        if (node instanceof HTMLElement && node.matches("[data-menu]")) opened(node);
      });
    }
  }).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("keydown", (event) => {
    const menu = (event.target as HTMLElement).closest?.<HTMLElement>("[data-menu]");
    if (!menu || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const items = [...menu.querySelectorAll<HTMLElement>(ITEMS)];
    const at = items.indexOf(document.activeElement as HTMLElement);
    items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length]?.focus();
  });
}

/** What is chosen from stands under its word; what belongs to a card's corner stays inside the card. */
const beginsWithButton = (menu: HTMLElement): boolean => menu.matches(".options") === (getComputedStyle(menu).direction === "ltr");

function opened(menu: HTMLElement): void {
  const button = menu.parentElement?.querySelector<HTMLElement>("[aria-haspopup]");
  if (button) {
    const place = button.getBoundingClientRect();
    menu.style.position = "fixed";
    menu.style.top = `${Math.max(8, Math.min(place.bottom + 4, innerHeight - menu.offsetHeight - 8))}px`;
    const wanted = beginsWithButton(menu) ? place.left : place.right - menu.offsetWidth;
    menu.style.left = `${Math.max(8, Math.min(wanted, innerWidth - menu.offsetWidth - 8))}px`;
  }
  menu.querySelector<HTMLElement>(ITEMS)?.focus();
}
