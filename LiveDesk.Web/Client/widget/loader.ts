// What a customer's site loads: a launcher in a shadow root, and the panel's iframe when somebody opens it.
import { type FromPanel, type Kept, type ToPanel, isFromPanel } from "./messages";
import { launcherWords } from "./launcherWords";

type Listener = (detail: unknown) => void;
type Remembered = { talking?: boolean; accent?: string };

interface LiveDeskApi {
  open(): void;
  close(): void;
  hide(): void;
  show(): void;
  on(event: "open" | "close" | "unread" | "message", listener: Listener): () => void;
}

declare global {
  interface Window { LiveDesk?: LiveDeskApi }
}

const css = `
:host{all:initial}
*{box-sizing:border-box}
[hidden]{display:none!important}
.root{--accent:#0f766e;font:16px/1.4 system-ui,sans-serif}
button{position:fixed;z-index:2147483000;inset-block-end:20px;inset-inline-end:20px;inline-size:56px;block-size:56px;border:0;border-radius:50%;padding:0;background:var(--accent);color:#fff;cursor:pointer;display:grid;place-items:center;box-shadow:0 4px 16px #0004}
button:hover{filter:brightness(1.08)}
button:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
svg{inline-size:26px;block-size:26px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.badge{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-inline-size:22px;block-size:22px;padding:0 6px;border-radius:11px;background:#b91c1c;color:#fff;font:600 13px/22px system-ui,sans-serif;text-align:center}
iframe{position:fixed;z-index:2147483001;inset-block-end:88px;inset-inline-end:20px;inline-size:384px;block-size:min(640px,calc(100vh - 108px));border:0;border-radius:14px;background:#fff;box-shadow:0 12px 40px #0005}
@media (prefers-color-scheme:dark){iframe{background:#15191c}}
@media (max-width:480px){iframe{inset:0;inline-size:100%;block-size:100%;block-size:100dvh;border-radius:0}}
@media (prefers-reduced-motion:no-preference){button{transition:transform .12s}button:active{transform:scale(.95)}}
@media print{.root{display:none}}
`;

const script = (document.currentScript ?? document.querySelector("script[data-desk][src*='/widget.js']")) as HTMLScriptElement | null;
if (script?.dataset.desk && !window.LiveDesk) start(script, script.dataset.desk);

function start(script: HTMLScriptElement, desk: string): void {
  const origin = new URL(script.src).origin;
  const storeKey = `livedesk:${desk}`;
  const words = launcherWords(document.documentElement.lang || navigator.language);
  const listeners = new Map<string, Set<Listener>>();
  const remembered = recall();

  const host = document.createElement("div");
  host.id = "livedesk-widget";
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];

  const root = element("div", "root");
  const launcher = element("button");
  launcher.type = "button";
  launcher.dataset.testid = "launcher";
  launcher.setAttribute("aria-expanded", "false");
  launcher.append(bubble());
  const badge = element("span", "badge");
  badge.dataset.testid = "launcher-unread";
  badge.hidden = true;
  launcher.append(badge);
  root.append(launcher);
  shadow.append(root);

  let frame: HTMLIFrameElement | null = null;
  let panelReady = false;
  let isOpen = false;
  let unread = 0;
  // A single-page site may replace its body, or empty it; the launcher comes back.
  const watcher = new MutationObserver(attach);

  paint(remembered.accent ?? script.dataset.accent);
  label();
  launcher.addEventListener("click", () => (isOpen ? close() : open()));
  root.addEventListener("keydown", (e) => { if (e.key === "Escape" && isOpen) close(); });
  window.addEventListener("message", hear);
  whenBody(() => {
    attach();
    if (remembered.talking) load();
  });

  window.LiveDesk = {
    open, close,
    hide: () => { close(); host.style.display = "none"; },
    show: () => { host.style.display = ""; },
    on: (event, listener) => {
      const those = listeners.get(event) ?? new Set<Listener>();
      listeners.set(event, those.add(listener));
      return () => void those.delete(listener);
    },
  };
  document.dispatchEvent(new CustomEvent("livedesk:ready"));

  function open(): void {
    load();
    host.style.display = "";
    frame!.hidden = false;
    isOpen = true;
    label();
    tellState();
    frame!.focus();
    emit("open");
  }

  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    frame!.hidden = true;
    label();
    tellState();
    launcher.focus();
    emit("close");
  }

  function load(): void {
    if (frame) return;
    frame = element("iframe");
    frame.name = "livedesk";
    frame.title = words.title;
    frame.hidden = true;
    frame.src = `${origin}/widget/panel?desk=${encodeURIComponent(desk)}&lang=${encodeURIComponent(document.documentElement.lang || navigator.language)}`;
    root.append(frame);
    tryAgainLater(8_000);
  }

  /** A connection that failed at just this moment leaves an error page in the frame, which cannot say so: no word, another try, three times. */
  function tryAgainLater(wait: number): void {
    setTimeout(() => {
      if (panelReady || !frame || wait > 32_000) return;
      const address = frame.src;
      frame.src = address;
      tryAgainLater(wait * 2);
    }, wait);
  }

  function hear(event: MessageEvent): void {
    if (event.origin !== origin || !frame || event.source !== frame.contentWindow || !isFromPanel(event.data)) return;
    const said: FromPanel = event.data;
    if (said.livedesk === "ready") greet(said.accent);
    if (said.livedesk === "close") close();
    if (said.livedesk === "talking") remember({ talking: said.talking });
    if (said.livedesk === "unread") count(said.count);
    if (said.livedesk === "message") emit("message");
    if (said.livedesk === "keep") keep(said.key, said.value);
  }

  function greet(accent: string): void {
    panelReady = true;
    paint(accent);
    remember({ accent });
    tellState();
  }

  function count(now: number): void {
    if (unread === now) return;
    unread = now;
    badge.hidden = unread === 0;
    badge.textContent = unread > 99 ? "99+" : String(unread);
    document.title = (unread ? `(${unread}) ` : "") + document.title.replace(/^\(\d+\) /, "");
    label();
    emit("unread", unread);
  }

  function label(): void {
    launcher.setAttribute("aria-label", (isOpen ? words.close : words.open) + (unread ? ` (${words.unread(unread)})` : ""));
    launcher.setAttribute("aria-expanded", String(isOpen));
  }

  function tellState(): void {
    const what: ToPanel = isOpen ? { livedesk: "opened", page: location.href, kept: kept() } : { livedesk: "closed", kept: kept() };
    if (panelReady) frame?.contentWindow?.postMessage(what, origin);
  }

  function attach(): void {
    if (host.isConnected || !document.body) return;
    panelReady = false;
    document.body.append(host);
    watcher.disconnect();
    watcher.observe(document.documentElement, { childList: true });
    watcher.observe(document.body, { childList: true });
  }

  function paint(accent?: string): void {
    if (accent && /^#[0-9a-f]{6}$/i.test(accent)) root.style.setProperty("--accent", accent);
  }

  function emit(event: string, detail?: unknown): void {
    for (const listener of listeners.get(event) ?? []) listener(detail);
  }

  function kept(): Kept {
    const found: Kept = {};
    try { for (const key of Object.keys(localStorage)) if (key.startsWith(`${storeKey}:`)) found[key.slice(storeKey.length + 1)] = localStorage.getItem(key)!; }
    catch { /* storage is forbidden here: there is nothing */ }
    return found;
  }

  function keep(key: string, value: string | null): void {
    try { if (value === null) localStorage.removeItem(`${storeKey}:${key}`); else localStorage.setItem(`${storeKey}:${key}`, value); }
    catch { /* forbidden or full: the panel remembers as long as the page lives */ }
  }

  function recall(): Remembered {
    try { return JSON.parse(localStorage.getItem(storeKey) ?? "{}") as Remembered; }
    catch { return {}; } // a site may forbid storage, or have put something else there: then nothing is remembered
  }

  function remember(what: Remembered): void {
    Object.assign(remembered, what);
    try { localStorage.setItem(storeKey, JSON.stringify(remembered)); }
    catch { /* storage is forbidden here: the widget works, it only forgets at the next page */ }
  }
}

function whenBody(then: () => void): void {
  if (document.body) then();
  else document.addEventListener("DOMContentLoaded", then, { once: true });
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, className?: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}

function bubble(): SVGElement {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(ns, "path");
  path.setAttribute("d", "M21 12a8 8 0 0 1-8 8H4l1.6-3.2A8 8 0 1 1 21 12zM8.5 12h.01M12.5 12h.01M16.5 12h.01");
  svg.append(path);
  return svg;
}
