// The connection bar tells the truth: online, reconnecting (since when), back. When the server no longer knows the circuit (it was
// restarted) the page is loaded anew; what was missed is then read by sequence (Shell/AwaySummary).
interface BlazorApi {
  start(options: unknown): Promise<void>;
  reconnect(): Promise<boolean>;
}
declare const Blazor: BlazorApi;

const awaySince = "livedesk.awaySince";
const lastSeen = "livedesk.lastSeen";
/** Whoever strikes no key for this long is not in the middle of a word. */
const PAUSE_MS = 1_500;
const words = () => document.body.dataset;

export function startConnection(): void {
  let down = false;
  let lastKey = 0;
  document.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLElement && (event.target.isContentEditable || event.target.matches("input, textarea"))) lastKey = Date.now();
  }, true);
  const handler = {
    onConnectionDown(): void {
      if (down) return;
      down = true;
      sessionStorage.setItem(awaySince, String(Date.now()));
      show("reconnecting", words().wordsReconnecting ?? "Connection lost. Reconnecting…");
      void comeBack();
    },
    onConnectionUp(): void {
      if (!down) return;
      down = false;
      const seconds = Math.max(1, Math.round((Date.now() - Number(sessionStorage.getItem(awaySince) ?? Date.now())) / 1000));
      sessionStorage.removeItem(awaySince);
      show("back", (words().wordsBack ?? "Connected again after {0} s. Everything shown is up to date.").replace("{0}", String(seconds)));
      setTimeout(() => { if (!down) show("online", ""); }, 6000);
    },
  };

  async function comeBack(): Promise<void> {
    for (let wait = 250; down; wait = Math.min(wait * 1.5, 3000)) {
      await new Promise((done) => setTimeout(done, wait));
      if (!down) return;
      try {
        if (await Blazor.reconnect()) { handler.onConnectionUp(); return; }
        // The server is there but does not know this circuit: it was restarted. What is being typed does not need it; the page waits for a pause.
        await untilPause();
        location.reload();
        return;
      } catch {
        // Not reachable yet; the bar says so and the next try follows.
      }
    }
  }

  async function untilPause(): Promise<void> {
    for (let wait = lastKey + PAUSE_MS - Date.now(); wait > 0; wait = lastKey + PAUSE_MS - Date.now()) {
      show("waiting", words().wordsWaiting ?? "LiveDesk was restarted. This page refreshes when you pause; what you type is kept.");
      await new Promise((done) => setTimeout(done, wait));
    }
  }

  void Blazor.start({ circuit: { reconnectionHandler: handler } });
}

function show(state: string, text: string): void {
  const bar = document.getElementById("connection-bar");
  if (!bar) return;
  bar.dataset.state = state;
  bar.textContent = text;
}

/** Called by the away summary once the page lives: what this tab had seen, and for how long it was away (seconds; 0 when it was not), as "SEQUENCE SECONDS". */
function takeAway(): string {
  const since = Number(sessionStorage.getItem(awaySince) ?? 0);
  sessionStorage.removeItem(awaySince);
  return `${Number(sessionStorage.getItem(lastSeen) ?? 0)} ${since ? Math.max(1, Math.round((Date.now() - since) / 1000)) : 0}`;
}

function sawUpTo(sequence: string): void {
  sessionStorage.setItem(lastSeen, sequence);
}

Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, { takeAway, sawUpTo }) });
