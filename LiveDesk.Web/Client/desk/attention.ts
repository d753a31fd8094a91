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

Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, { tellAttention }) });
