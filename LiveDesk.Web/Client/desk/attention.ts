// Does the person look at this page? Not when another tab is in front, nor when neither key nor pointer moved for two minutes. Colleagues see it
// on the avatar. Told to the server only when it changes; what could not be told (the connection was down) is told with the next look.
interface Listener { invokeMethodAsync(method: string, idle: boolean): Promise<void> }

const idleAfter = 2 * 60_000;
const lookEvery = 5_000;
let listener: Listener | null = null;
let lastTouched = Date.now();
let told = false;

export function watchAttention(): void {
  const touched = () => {
    lastTouched = Date.now();
    if (told) void tell();
  };
  for (const name of ["keydown", "pointermove", "pointerdown", "wheel", "focus"]) window.addEventListener(name, touched, { capture: true, passive: true });
  document.addEventListener("visibilitychange", () => (document.hidden ? void tell() : touched()));
  setInterval(() => void tell(), lookEvery);
}

async function tell(): Promise<void> {
  const idle = document.hidden || Date.now() - lastTouched > idleAfter;
  if (!idle) noteHere();
  if (!listener || idle === told) return;
  const before = told;
  told = idle;
  try {
    await listener.invokeMethodAsync("IsIdle", idle);
  } catch {
    told = before;
  }
}

/** The page's component listens from now on; it believes that somebody looks. */
function tellAttention(to: Listener): void {
  listener = to;
  told = false;
  void tell();
}

// When this person was last here, in any tab of this browser: whoever comes back after long is told in one line what came meanwhile. Noted only
// once the page has asked, so that it still finds the time before.
const noteEvery = 30_000;
const lastHereKey = () => `livedesk.lastHere.${document.querySelector<HTMLElement>("[data-person-id]")?.dataset.personId ?? ""}`;
let hasAsked = false;

function noteHere(): void {
  if (hasAsked && Date.now() - Number(localStorage.getItem(lastHereKey()) ?? 0) > noteEvery) localStorage.setItem(lastHereKey(), String(Date.now()));
}

/** Milliseconds since 1970, as text; empty when they were never here. */
function takeLastHere(): string {
  const before = localStorage.getItem(lastHereKey()) ?? "";
  hasAsked = true;
  noteHere();
  return before;
}

Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, { tellAttention, takeLastHere }) });
