// The connection bar tells the truth: online, reconnecting (since when), back. When the server no longer knows the circuit (it was
// restarted) the page is loaded anew. Either way what was missed is then read by sequence (Shell/AwaySummary).
import { isDrawn, whenThere } from "./loading";

interface Hub {
  start(): Promise<void>;
}
interface HubBuilder {
  withServerTimeout(milliseconds: number): HubBuilder;
  withKeepAliveInterval(milliseconds: number): HubBuilder;
  build(): Hub;
}
interface BlazorApi {
  start(options: unknown): Promise<void>;
  reconnect(): Promise<boolean>;
}
declare const Blazor: BlazorApi;

const awaySince = "livedesk.awaySince";
const lastSeen = "livedesk.lastSeen";
/** Whoever strikes no key for this long is not in the middle of a word. */
const PAUSE_MS = 1_500;
/** As the server has it (Live/Connection.cs). */
const SILENCE_MS = 20_000;
const KEEP_ALIVE_MS = 5_000;
/** Timers stand still while a computer sleeps, and in a hidden tab tick once a minute. */
const TICK_MS = 15_000;
const ASLEEP_MS = 90_000;
const words = () => document.body.dataset;
/** When the line came back; 0 until then. */
let backAt = 0;

let down = false;

export function startConnection(): void {
  let downSince = 0;
  let lastKey = 0;
  let lastTick = Date.now();
  let sleptAt = 0;
  let awokeAt = 0;
  function tick(): void {
    const now = Date.now();
    if (now - lastTick > ASLEEP_MS) [sleptAt, awokeAt] = [lastTick, now];
    lastTick = now;
  }
  setInterval(tick, TICK_MS);
  document.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLElement && (event.target.isContentEditable || event.target.matches("input, textarea"))) lastKey = Date.now();
  }, true);
  const handler = {
    onConnectionDown(): void {
      if (down) return;
      down = true;
      backAt = 0;
      // Whoever slept was away since then, not since the line was found broken on waking up.
      tick();
      downSince = Date.now() - awokeAt < ASLEEP_MS ? sleptAt : Date.now();
      if (isDrawn()) sessionStorage.setItem(awaySince, String(downSince));
      show("reconnecting", words().wordsReconnecting ?? "Connection lost. Reconnecting…");
      void comeBack();
    },
    onConnectionUp(): void {
      if (!down) return;
      down = false;
      backAt = Date.now();
      const seconds = Math.max(1, Math.round((backAt - downSince) / 1000));
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
        // It may be down again by now: then the page stays, rather than to become the browser's that says so.
        if (!(await answers())) continue;
        location.reload();
        return;
      } catch {
        // The first connection failed, so there is no circuit to come back to.
        if (!isDrawn() && await answers()) { location.reload(); return; }
        // Not reachable yet; the bar says so and the next try follows. Or nobody is signed in here any more: then sign-in is where this page leads,
        // unless there may be text in it, whose own bar offers to sign in beside it.
        if (!document.querySelector("livedesk-composer") && await isSignedOut()) { location.reload(); return; }
      }
    }
  }

  async function untilPause(): Promise<void> {
    for (let wait = lastKey + PAUSE_MS - Date.now(); wait > 0; wait = lastKey + PAUSE_MS - Date.now()) {
      show("waiting", words().wordsWaiting ?? "LiveDesk was restarted. This page refreshes when you pause; what you type is kept.");
      await new Promise((done) => setTimeout(done, wait));
    }
  }

  /** A first connection that does not come about is a broken one: Blazor itself would leave the page empty. */
  function telling(build: () => Hub): () => Hub {
    return () => {
      const hub = build();
      const start = hub.start.bind(hub);
      hub.start = () => start().catch((error: unknown) => {
        if (!isDrawn()) handler.onConnectionDown();
        throw error;
      });
      return hub;
    };
  }

  const configureSignalR = (hub: HubBuilder): void => {
    hub.withServerTimeout(SILENCE_MS).withKeepAliveInterval(KEEP_ALIVE_MS);
    hub.build = telling(hub.build.bind(hub));
  };
  // What it is rejected with was told already.
  whenThere("Blazor", () => void Blazor.start({ circuit: { reconnectionHandler: handler, configureSignalR } }).catch(() => {}));
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch("/readyz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

async function isSignedOut(): Promise<boolean> {
  try {
    return (await fetch("/_blazor/negotiate?negotiateVersion=1", { method: "POST" })).status === 401;
  } catch {
    return false;
  }
}

function show(state: string, text: string): void {
  const bar = document.getElementById("connection-bar");
  if (!bar) return;
  bar.dataset.state = state;
  bar.textContent = text;
}

/** Called by the away summary once the page lives, or lives on: what this tab had seen, and for how long it was away (seconds; 0 when it was not), as "SEQUENCE SECONDS". */
function takeAway(): string {
  const since = Number(sessionStorage.getItem(awaySince) ?? 0);
  const until = backAt || Date.now();
  return `${Number(sessionStorage.getItem(lastSeen) ?? 0)} ${since ? Math.max(1, Math.round((until - since) / 1000)) : 0}`;
}

/** Only now it was told what it missed: a line that broke once more while it asked has taken nothing away. */
function sawUpTo(sequence: string): void {
  sessionStorage.setItem(lastSeen, sequence);
  if (!down) sessionStorage.removeItem(awaySince);
}

Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, { takeAway, sawUpTo }) });
