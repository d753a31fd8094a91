// <live-chatbox data-chat data-desk data-words-…>: the reply box of a chat. What is typed lives here and in this browser, never in a
// Blazor component; it goes to the server by its own request and is forgotten when the server has it.
import { newUuid } from "../shared/ids";

type Mode = "reply" | "whisper";
interface Line { id: string; body: string; whisper: boolean; files: string[] }
interface Sent { id: string; name: string }

const own = { "X-LiveDesk": "1" };
const typingEvery = 2000;

export function defineChatBox(): void {
  if (!customElements.get("live-chatbox")) customElements.define("live-chatbox", ChatBox);
}

class ChatBox extends HTMLElement {
  private chat = "";
  private mode: Mode = "reply";
  private files: Sent[] = [];
  private typedAt = 0;
  private retry: number | undefined;
  private sending = false;
  private box!: HTMLTextAreaElement;
  private state!: HTMLElement;
  private chips!: HTMLElement;
  private modes!: HTMLButtonElement[];

  connectedCallback(): void {
    this.chat = this.dataset.chat!;
    if (!this.box) this.build();
    this.restore();
    void this.flush();
    addEventListener("online", this.online);
  }

  disconnectedCallback(): void {
    clearTimeout(this.retry);
    removeEventListener("online", this.online);
  }

  private readonly online = (): void => void this.flush();

  private build(): void {
    const reply = this.button("mode", this.dataset.wordsReply!, () => this.choose("reply"), "chat-mode-reply");
    const whisper = this.button("mode", this.dataset.wordsWhisper!, () => this.choose("whisper"), "chat-mode-whisper");
    this.modes = [reply, whisper];
    this.box = make("textarea", { class: "input", rows: "3", dir: "auto", "data-testid": "chat-box", maxlength: "8000", "aria-label": this.dataset.wordsBox! });
    this.chips = make("ul", { class: "chat-chips" });
    this.state = make("p", { class: "small muted", role: "status", "data-testid": "chat-box-state", "data-state": "idle" });
    const picker = make("input", { type: "file", multiple: "", hidden: "", "aria-hidden": "true", tabindex: "-1" });
    picker.addEventListener("change", () => { for (const file of picker.files ?? []) void this.upload(file); picker.value = ""; });
    const attach = this.button("button quiet", this.dataset.wordsAttach!, () => picker.click(), "chat-attach");
    const send = this.button("button primary", this.dataset.wordsSend!, () => this.write(), "chat-send");
    const foot = make("div", { class: "row" });
    foot.append(attach, picker, this.state, send);
    const head = make("div", { class: "chat-modes", role: "group" });
    head.append(reply, whisper);
    this.append(head, this.box, this.chips, foot);
    this.state.classList.add("grow");
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (e) => { if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); this.write(); } });
    this.box.addEventListener("paste", (e) => { for (const file of e.clipboardData?.files ?? []) void this.upload(file); });
  }

  private choose(mode: Mode): void {
    this.mode = mode;
    this.classList.toggle("whispering", mode === "whisper");
    this.modes.forEach((b, i) => b.setAttribute("aria-pressed", String((i === 0) === (mode === "reply"))));
    this.box.placeholder = (mode === "reply" ? this.dataset.wordsReplyHint : this.dataset.wordsWhisperHint)!;
    this.remember();
    this.box.focus();
  }

  private typed(): void {
    this.remember();
    if (this.mode !== "reply" || performance.now() - this.typedAt < typingEvery) return;
    this.typedAt = performance.now();
    fetch(`/chats/${this.chat}/typing`, { method: "POST", headers: own }).catch(() => undefined); // a signal: lost is lost
  }

  private write(): void {
    const body = this.box.value.trim();
    if (!body && this.files.length === 0) return;
    this.put([...this.waiting(), { id: newUuid(), body, whisper: this.mode === "whisper", files: this.files.map((f) => f.id) }]);
    this.box.value = "";
    this.files = [];
    this.chips.replaceChildren();
    this.remember();
    void this.flush();
  }

  /** In order, one after the other; what fails for the network's sake stays and is sent again. */
  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.retry);
    try {
      for (let next = this.waiting()[0]; next && this.isConnected; next = this.waiting()[0]) {
        this.say("sending", this.dataset.wordsSending!);
        const answer = await fetch(`/chats/${this.chat}/lines`, { method: "POST", headers: { ...own, "Content-Type": "application/json" }, body: JSON.stringify(next) });
        if (answer.status >= 500) throw new Error(String(answer.status));
        this.put(this.waiting().filter((l) => l.id !== next.id));
        if (!answer.ok) { await this.giveBack(next, answer); return; }
        this.say("idle", "");
      }
    } catch {
      this.say("offline", this.dataset.wordsOffline!);
      this.retry = window.setTimeout(() => void this.flush(), 2000);
    } finally { this.sending = false; }
  }

  /** A rule stands against it: the words go back into the box, and the reason beside it. */
  private async giveBack(line: Line, answer: Response): Promise<void> {
    const problem = await answer.json().catch(() => null) as { detail?: string } | null;
    this.box.value = [line.body, this.box.value].filter(Boolean).join("\n");
    this.remember();
    this.say("failed", problem?.detail ?? this.dataset.wordsRefused!);
  }

  private async upload(file: File): Promise<void> {
    const chip = make("li", { class: "badge" });
    chip.textContent = `${file.name} …`;
    this.chips.append(chip);
    try {
      const answer = await fetch(`/files?desk=${this.dataset.desk}&name=${encodeURIComponent(file.name)}`, { method: "POST", headers: { ...own, "Content-Type": "application/octet-stream" }, body: file });
      if (!answer.ok) throw new Error(((await answer.json().catch(() => null)) as { detail?: string } | null)?.detail ?? this.dataset.wordsUploadFailed!);
      const sent = await answer.json() as Sent;
      this.files.push(sent);
      this.chip(chip, sent);
      this.remember();
    } catch (e) {
      chip.remove();
      this.say("failed", `${file.name}: ${e instanceof Error && e.name === "Error" ? e.message : this.dataset.wordsUploadFailed}`);
    }
  }

  private chip(chip: HTMLElement, file: Sent): void {
    const remove = this.button("button quiet", "×", () => { this.files = this.files.filter((f) => f.id !== file.id); chip.remove(); this.remember(); });
    remove.setAttribute("aria-label", `${this.dataset.wordsRemove} ${file.name}`);
    chip.replaceChildren(file.name, remove);
  }

  private say(state: string, words: string): void {
    this.state.dataset.state = state;
    this.state.textContent = words;
  }

  private restore(): void {
    const kept = parse<{ text: string; mode: Mode; files: Sent[] }>(localStorage.getItem(this.key("draft"))) ?? { text: "", mode: "reply", files: [] };
    this.box.value = kept.text;
    this.files = kept.files;
    this.chips.replaceChildren(...kept.files.map((f) => { const li = make("li", { class: "badge" }); this.chip(li, f); return li; }));
    const focused = document.activeElement;
    this.choose(kept.mode);
    if (focused instanceof HTMLElement && focused !== document.body) focused.focus();
  }

  private remember(): void {
    const { value } = this.box;
    if (value || this.files.length || this.mode === "whisper") localStorage.setItem(this.key("draft"), JSON.stringify({ text: value, mode: this.mode, files: this.files }));
    else localStorage.removeItem(this.key("draft"));
  }

  private waiting(): Line[] { return parse<Line[]>(localStorage.getItem(this.key("out"))) ?? []; }

  private put(lines: Line[]): void {
    if (lines.length) localStorage.setItem(this.key("out"), JSON.stringify(lines));
    else localStorage.removeItem(this.key("out"));
  }

  private key(what: string): string { return `livedesk.chat.${this.chat}.${what}`; }

  private button(className: string, label: string, then: () => void, testId?: string): HTMLButtonElement {
    const made = make("button", { type: "button", class: className, ...(testId ? { "data-testid": testId } : {}) });
    made.textContent = label;
    made.addEventListener("click", then);
    return made;
  }
}

function make<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Record<string, string>): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function parse<T>(json: string | null): T | null {
  if (json === null) return null;
  try { return JSON.parse(json) as T; }
  catch { return null; } // cut off, or not ours: as if it were not there
}
