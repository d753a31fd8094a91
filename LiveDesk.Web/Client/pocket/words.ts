// The page's words, in the person's language (Pocket/PocketWords.resx), and times as their country writes them.
const words = JSON.parse(document.body.dataset.words ?? "{}") as Record<string, string>;
const language = document.documentElement.lang || "en";

export function say(name: string, ...values: (string | number)[]): string {
  return (words[name] ?? name).replace(/\{(\d)\}/g, (whole, at) => String(values[Number(at)] ?? whole));
}

const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });

/** Today's times by the clock, others with their day. */
export const at = (time: string): string => (isToday(new Date(time)) ? clock : dayAndClock).format(new Date(time));

/** “5 min. ago”, “in 2 hr.” */
export function apart(time: string): string {
  const minutes = Math.round((new Date(time).getTime() - Date.now()) / 60_000);
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 24 ? relative.format(hours, "hour") : relative.format(Math.round(hours / 24), "day");
}

export const span = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

/** The day here, as forms have it. */
export const today = (): string => { const now = new Date(); return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`; };

const isToday = (time: Date): boolean => time.toDateString() === new Date().toDateString();
