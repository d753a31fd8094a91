/** Reads the page's heading to whoever arrives, and leaves whoever is typing alone. */
function readHeading(): void {
  const active = document.activeElement;
  const isBusy = active instanceof HTMLElement && (active.isContentEditable || active.matches("input, textarea, select, [role=dialog] *"));
  if (!isBusy) document.querySelector<HTMLElement>("h1")?.focus();
}

export function readHeadings(): void {
  Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, { readHeading }) });
}
