// Counts down to what is due, or up since it was: the text of every <time data-due>, whoever drew it. The state beside it is the
// server's to change, when it is reached. Says what SlaText.Span says.
// The person's running timer counts in seconds: <time data-counting>, since a moment.
const everyMs = 15_000;
const minuteMs = 60_000;

export function countDown(): void {
  window.setInterval(() => {
    if (!document.hidden) tellAll();
  }, everyMs);
  document.addEventListener("visibilitychange", tellAll);
  window.setInterval(() => {
    if (!document.hidden) count();
  }, 1000);
}

function count(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-counting]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(time.dateTime)) / 1000));
    const two = (n: number) => String(n).padStart(2, "0");
    const now = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    if (time.firstChild && time.firstChild.nodeValue !== now) time.firstChild.nodeValue = now;
  }
}

function tellAll(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-due]")) {
    // The text node stays the one that Blazor knows.
    const text = time.firstChild;
    const now = span(Date.parse(time.dateTime) - Date.now());
    if (text && text.nodeValue !== now) text.nodeValue = now;
  }
}

export function span(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / minuteMs);
  if (minutes < 1) return "< 1 min";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} d`;
  return hours < 10 && minutes % 60 > 0 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
}
