// The conversation in the widget: puts its parts together and holds what they share.
import "./panel.css";
import { newUuid } from "../shared/ids";
import { Connection, type LinkState } from "./connection";
import { el, icon, icons } from "./dom";
import { Files } from "./files";
import { Host } from "./host";
import { Keep, type Waiting } from "./keep";
import type { Kept } from "./messages";
import { Outbox } from "./outbox";
import { Prechat } from "./prechat";
import type { Conversation, Line, Live, Notice, Problem, Welcome } from "./protocol";
import { Thread } from "./thread";
import { Uploads } from "./uploads";
import { choose } from "./words";

const given = document.body.dataset;
const desk = given.desk!;
const longestLine = Number(given.longestLine);
const { words, language, direction } = choose([new URLSearchParams(location.search).get("lang") ?? "", ...navigator.languages]);
document.documentElement.lang = language;
document.documentElement.dir = direction;
document.documentElement.style.setProperty("--accent", given.accent!);

const keep = new Keep(desk, (key, value) => host.tell({ livedesk: "keep", key, value }));
const lines = new Map<string, Line>();
let notices: Notice[] = [];
let conversation: Conversation | null = null;
let live: Live = { agentTyping: null, agentHere: false, seenUpTo: null };
let link: LinkState = "connecting";
let typedAt = 0;

// The page
const bar = el("div", { class: "bar", "data-testid": "connection-bar", role: "status", "data-state": "connecting" });
const end = el("button", { type: "button", class: "quiet", "data-testid": "end-chat", hidden: true }, words.end);
const shut = el("button", { type: "button", class: "quiet icon", "aria-label": words.close }, icon(icons.close));
const list = el("div", { class: "messages", "data-testid": "messages", role: "log", "aria-live": "polite", "aria-label": words.title, tabindex: "0" }, el("div", { class: "greeting message agent", dir: "auto" }, given.greeting!));
const typing = el("div", { class: "typing", "data-testid": "typing", role: "status" });
const anew = el("button", { type: "button", class: "link anew", "data-testid": "start-anew", hidden: true }, words.anew);
const chips = el("ul", { class: "chips" });
const box = el("textarea", { id: "message-box", "data-testid": "message-box", rows: "1", placeholder: words.write, "aria-label": words.write, dir: "auto", "aria-describedby": "box-problem" });
const problem = el("p", { id: "box-problem", class: "problem", role: "alert" });
const picker = el("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "data-testid": "attach-input" });
const attach = el("button", { type: "button", class: "quiet icon", "data-testid": "attach", "aria-label": words.attach }, icon(icons.attach));
const send = el("button", { type: "submit", class: "primary icon", "data-testid": "send", "aria-label": words.send }, icon(icons.send));
const form = el("form", { class: "write" }, attach, picker, box, send);
const panel = el("main", { class: "panel", "data-testid": "panel", "aria-label": given.name! },
  el("header", {}, el("h1", { dir: "auto" }, given.name!), end, shut), bar, list, typing, anew, chips, problem, form);
document.body.append(panel);

// Its parts
const files = new Files(desk, words, () => keep.token);
const uploads = new Uploads(desk, Number(given.largestFile), words, chips, () => keep.token, rememberUnfinished);
const connection = new Connection(desk, { hello: () => ({ token: keep.token, conversation: keep.conversation }), welcome, conversation: take, live: takeLive, link: showLink });
const outbox = new Outbox(keep, connection, { accepted, changed: show, gone });
const thread = new Thread(list, words, files, { again: (w) => outbox.again(w), drop: (w) => outbox.drop(w) });
const prechat = new Prechat(words, introduce, () => introduced());
const host = new Host(JSON.parse(given.origins!) as string[], begin, opened, { livedesk: "ready", accent: given.accent! });

let begun = false;
listen();
if (keep.own || window.parent === window) begin({});

/** Once what was kept is known. */
function begin(kept: Kept): void {
  if (begun) return;
  begun = true;
  if (!keep.own) keep.fill(kept);
  if (given.askForName === "true" && !keep.introduced) list.after(prechat.element);
  const before = keep.unfinished;
  box.value = before.text;
  uploads.restore(before.files);
  grow();
  show();
  void connection.run();
}

function listen(): void {
  form.addEventListener("submit", (e) => { e.preventDefault(); write(); });
  box.addEventListener("keydown", (e) => { if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); write(); } });
  box.addEventListener("input", () => { grow(); rememberUnfinished(); sayTyping(); });
  box.addEventListener("paste", (e) => { for (const file of e.clipboardData?.files ?? []) uploads.add(file); });
  attach.addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => { for (const file of picker.files ?? []) uploads.add(file); picker.value = ""; });
  panel.addEventListener("dragover", (e) => e.preventDefault());
  panel.addEventListener("drop", (e) => { e.preventDefault(); for (const file of e.dataTransfer?.files ?? []) uploads.add(file); });
  addEventListener("keydown", (e) => { if (e.key === "Escape") host.tell({ livedesk: "close" }); });
  shut.addEventListener("click", () => host.tell({ livedesk: "close" }));
  end.addEventListener("click", () => { if (conversation) endChat(conversation.id); });
  anew.addEventListener("click", startAnew);
  document.addEventListener("visibilitychange", show);
}

function write(): void {
  const text = box.value.trim();
  if ((!text && uploads.ready.length === 0) || uploads.underWay) return;
  if (text.length > longestLine) { problem.textContent = words.tooLong(longestLine); return; }
  problem.textContent = "";
  keep.conversation ??= newUuid();
  const attached = uploads.ready;
  outbox.add({
    line: { conversation: keep.conversation, id: newUuid(), body: text, files: attached.map((f) => f.id), page: host.page, ...prechat.given },
    files: attached, at: new Date().toISOString(), problem: null,
  });
  box.value = "";
  uploads.clear();
  grow();
  rememberUnfinished();
  host.tell({ livedesk: "talking", talking: true });
  box.focus();
  thread.toEnd();
}

function welcome(now: Welcome): void {
  // Whoever had no token yet is new, and what they wrote before the line was up is not of a conversation that was lost.
  const wasKnown = keep.token !== null;
  keep.token = now.token;
  if (wasKnown && !now.recognised && keep.conversation) { forget(); rekey(); problem.textContent = words.newVisitor; }
  if (now.name || now.email) introduced();
  void outbox.flush();
}

function take(now: Conversation): void {
  // What a conversation that was left behind has to say is not shown here.
  if (keep.conversation !== now.id) return;
  conversation = now;
  notices = now.notices;
  for (const line of now.lines) {
    if (line.from === "agent" && !lines.has(line.id)) host.tell({ livedesk: "message" });
    lines.set(line.id, line);
  }
  host.tell({ livedesk: "talking", talking: true });
  show();
}

function takeLive(now: Live): void {
  live = now;
  show();
}

function accepted(waiting: Waiting, line: Line, id: string): void {
  lines.set(line.id, line);
  keep.conversation = id;
  if (waiting.line.name || waiting.line.email) introduced();
  show();
}

/** The server does not know the conversation as ours: what waits begins a new one. */
function gone(): void {
  forget();
  rekey();
  problem.textContent = words.newVisitor;
  show();
}

function rekey(): void {
  const waiting = keep.waiting();
  if (waiting.length === 0) return;
  const fresh = newUuid();
  keep.conversation = fresh;
  for (const w of waiting) keep.put({ ...w, line: { ...w.line, conversation: fresh } });
}

function forget(): void {
  keep.conversation = null;
  keep.seen = "";
  lines.clear();
  notices = [];
  conversation = null;
  live = { agentTyping: null, agentHere: false, seenUpTo: null };
}

function startAnew(): void {
  forget();
  show();
  box.focus();
}

function endChat(id: string): void {
  problem.textContent = "";
  connection.end(id).then(
    (outcome) => { if (outcome.problem) problem.textContent = said(outcome.problem); },
    () => (problem.textContent = words.offline));
}

const said = (what: Problem): string => (what.code === "busy" ? words.notSaved : what.message);

function introduce(name: string | null, email: string | null): void {
  connection.introduce(keep.conversation, name, email).then(
    (outcome) => { if (outcome.problem) prechat.complain(said(outcome.problem)); else introduced(); },
    () => prechat.complain(words.offline));
}

function introduced(): void {
  keep.introduced = true;
  prechat.element.remove();
}

function opened(isOpen: boolean): void {
  show();
  if (isOpen) { thread.toEnd(); box.focus(); }
}

function show(): void {
  thread.show({ lines: [...lines.values()], notices, waiting: keep.waiting(), seenUpTo: live.seenUpTo, online: link === "connected", hold: outbox.hold });
  typing.textContent = live.agentTyping ? words.typing(live.agentTyping) : "";
  end.hidden = conversation === null || conversation.state === "ended";
  anew.hidden = conversation?.state !== "ended";
  countUnread();
}

function countUnread(): void {
  const last = [...lines.values()].reduce((latest, l) => (l.order > latest ? l.order : latest), "");
  if (host.isOpen && document.visibilityState === "visible" && last > keep.seen) {
    keep.seen = last;
    if (conversation) connection.seen(conversation.id, last);
  }
  host.tell({ livedesk: "unread", count: [...lines.values()].filter((l) => l.from === "agent" && l.order > keep.seen).length });
}

function showLink(now: LinkState): void {
  const wasAway = link === "offline";
  link = now;
  bar.dataset.state = now;
  bar.textContent = now === "offline" ? words.offline : now === "connecting" ? words.connecting : wasAway ? words.back : "";
  if (now === "connected") setTimeout(() => { if (link === "connected") bar.textContent = ""; }, 3000);
  if (now === "connected") void outbox.flush();
  show();
}

function sayTyping(): void {
  if (!conversation || performance.now() - typedAt < 2000) return;
  typedAt = performance.now();
  connection.typing(conversation.id);
}

function rememberUnfinished(): void { keep.unfinished = { text: box.value, files: uploads.ready }; }

function grow(): void {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 140)}px`;
}
