// Keys that need no round trip. Single keys are off while somebody types.
export function startShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") focusFirst("[data-testid=search-box]", event);
    if (event.key === "c") clickFirst("[data-testid=new-ticket]", event);
    if (isArrow(event.key)) moveAmongCards(event);
    if (event.key === "m" || event.key === "M") openCardMenu(event);
    if (event.key === "Enter") openCard(event);
  });
}

function moveAmongCards(event: KeyboardEvent): void {
  const card = (event.target as HTMLElement).closest<HTMLElement>("[data-testid=card]");
  if (!card) return;
  const column = card.closest<HTMLElement>("[data-testid=column]")!;
  const cards = [...column.querySelectorAll<HTMLElement>("[data-testid=card]")];
  const place = cards.indexOf(card);
  const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
  const next = sideways ? neighbour(column, event.key === "ArrowRight" ? 1 : -1, place) : cards[place + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function neighbour(column: HTMLElement, step: number, place: number): HTMLElement | undefined {
  const columns = [...document.querySelectorAll<HTMLElement>("[data-testid=column]")];
  for (let i = columns.indexOf(column) + step; i >= 0 && i < columns.length; i += step) {
    const cards = columns[i]!.querySelectorAll<HTMLElement>("[data-testid=card]");
    if (cards.length) return cards[Math.min(place, cards.length - 1)];
  }
  return undefined;
}

function openCardMenu(event: KeyboardEvent): void {
  const card = (event.target as HTMLElement).closest<HTMLElement>("[data-testid=card], [data-testid=ticket-row]");
  const button = card?.querySelector<HTMLElement>("[data-card-menu]");
  if (!button) return;
  event.preventDefault();
  button.click();
}

function openCard(event: KeyboardEvent): void {
  const card = event.target as HTMLElement;
  if (card.dataset.testid !== "card") return;
  card.querySelector<HTMLAnchorElement>("a")?.click();
}

function isArrow(key: string): boolean {
  return key === "ArrowUp" || key === "ArrowDown" || key === "ArrowLeft" || key === "ArrowRight";
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT", "LIVEDESK-COMPOSER"].includes(target.tagName));
}

function focusFirst(selector: string, event: KeyboardEvent): void {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) return;
  event.preventDefault();
  found.focus();
}

function clickFirst(selector: string, event: KeyboardEvent): void {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) return;
  event.preventDefault();
  found.click();
}
