// The conversation on screen. Elements are kept by key and moved, never rebuilt, so that a screen reader hears each line once.
import { el } from "./dom";
import type { Files } from "./files";
import type { Waiting } from "./keep";
import { formatted, plain } from "./markdown";
import type { FileRef, Line, Notice } from "./protocol";
import type { Words } from "./words";

export interface Shown { lines: Line[]; notices: Notice[]; waiting: Waiting[]; seenUpTo: string | null; online: boolean; hold: "slow" | "busy" | null }

export interface ThreadHears { again(waiting: Waiting): void; drop(waiting: Waiting): void }

export class Thread {
  private readonly elements = new Map<string, HTMLElement>();

  /** The person reads the end; whatever grows above or around it, they go on reading it. */
  private stuck = true;

  constructor(private readonly list: HTMLElement, private readonly words: Words, private readonly files: Files, private readonly hears: ThreadHears) {
    list.addEventListener("scroll", () => (this.stuck = list.scrollHeight - list.scrollTop - list.clientHeight < 60), { passive: true });
    list.addEventListener("load", () => this.follow(), { capture: true });
    new ResizeObserver(() => this.follow()).observe(list);
  }

  show(what: Shown): void {
    const items = [...what.lines.map((line) => ({ order: line.order, key: line.senderMadeId ?? line.id, line })), ...what.notices.map((notice) => ({ order: notice.order, key: notice.id, notice }))]
      .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
    const keys: string[] = [];
    for (const item of items) {
      keys.push(item.key);
      if ("line" in item) this.line(item.key, item.line, what); else this.notice(item.key, item.notice);
    }
    const known = new Set(keys);
    for (const waiting of what.waiting.filter((w) => !known.has(w.line.id))) { keys.push(waiting.line.id); this.onItsWay(waiting, what); }
    this.arrange(keys);
    this.follow();
  }

  toEnd(): void {
    this.stuck = true;
    this.follow();
  }

  private follow(): void { if (this.stuck) this.list.scrollTop = this.list.scrollHeight; }

  private line(key: string, line: Line, what: Shown): void {
    const found = this.elements.get(key) ?? this.bubble(key, line.from, line.author, line.body, line.files, line.at);
    found.dataset.id = line.id;
    if (line.from !== "visitor") return;
    found.dataset.state = "sent";
    const seen = what.seenUpTo !== null && line.order <= what.seenUpTo;
    this.status(found, seen ? this.words.seen : this.words.sent);
  }

  private onItsWay(waiting: Waiting, what: Shown): void {
    const { line } = waiting;
    const found = this.elements.get(line.id) ?? this.bubble(line.id, "visitor", this.words.you, line.body, waiting.files, waiting.at);
    found.dataset.id = line.id;
    const state = waiting.problem === null ? "sending" : "failed";
    if (state === "failed") {
      if (found.dataset.state !== "failed") this.status(found, `${this.words.failed}: ${waiting.problem}`, this.button(this.words.retry, () => this.hears.again(waiting)), this.button(this.words.remove, () => this.hears.drop(waiting)));
    } else this.status(found, what.hold ? this.words[what.hold] : what.online ? this.words.sending : this.words.waitingToSend);
    found.dataset.state = state;
  }

  private bubble(key: string, from: string, author: string, body: string, files: FileRef[], at: string): HTMLElement {
    const time = el("time", { datetime: at }, new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    const made = el("article", { class: `message ${from}`, "data-testid": "message", "data-from": from, "aria-label": from === "visitor" ? this.words.you : author });
    if (from === "agent") made.append(el("div", { class: "author" }, author));
    if (body) made.append(el("div", { class: "body", dir: "auto" }, from === "agent" ? formatted(body) : plain(body)));
    for (const file of files) made.append(this.files.show(file));
    made.append(el("div", { class: "meta" }, time, el("span", { class: "status" })));
    this.elements.set(key, made);
    return made;
  }

  private notice(key: string, notice: Notice): void {
    if (this.elements.has(key)) return;
    const made = el("div", { class: `notice ${notice.kind}`, "data-testid": "message", "data-from": "system", "data-id": notice.id, "data-state": "sent", "data-kind": notice.kind }, el("p", {}, this.sentence(notice)));
    if (notice.kind === "resolved" && notice.text) made.append(el("div", { class: "body resolution", dir: "auto" }, formatted(notice.text)));
    this.elements.set(key, made);
  }

  private sentence({ kind, text }: Notice): string {
    const { words } = this;
    if (kind === "ticket") return words.ticket(text ?? "");
    if (kind === "followup") return words.followup(text ?? "");
    if (kind === "merged") return words.merged(text ?? "");
    if (kind === "resolved") return text ? words.resolved : words.resolvedBare;
    return words.ended;
  }

  private status(element: HTMLElement, text: string, ...buttons: HTMLElement[]): void {
    const place = element.querySelector(".status")!;
    if (place.firstChild?.textContent === text && place.childNodes.length === 1 + buttons.length) return;
    place.replaceChildren(text, ...buttons);
  }

  private button(label: string, then: () => void): HTMLElement {
    const made = el("button", { type: "button", class: "link" }, label);
    made.addEventListener("click", then);
    return made;
  }

  private arrange(keys: string[]): void {
    const wanted = new Set(keys);
    for (const [key, element] of this.elements) if (!wanted.has(key)) { element.remove(); this.elements.delete(key); }
    let after: Element | null = this.list.querySelector(".greeting");
    for (const key of keys) {
      const element = this.elements.get(key)!;
      const next: Element | null = after ? after.nextElementSibling : this.list.firstElementChild;
      if (next !== element) this.list.insertBefore(element, next);
      after = element;
    }
  }
}
