// Sends what was written, in its order, when there is a network. What the desk refuses stays with the reason, and holds back what was written
// after it for the same ticket: nobody resolves over a reply that was not sent.
import type { Photo, Store, Waiting, Writing } from "./store";
import { send, type Answer } from "./wire";

const FIRST_MS = 2_000, LONGEST_MS = 60_000;
/** So often the desk may fail at one thing before others go past it. */
const MOST_FAILURES = 6;

export interface OutboxHears {
  changed(): void;
  /** @param id Of the ticket; of one that was just opened, its new one. */
  sent(what: Waiting, id: string): Promise<void>;
  refused(what: Waiting): void;
  gone(ticket: string): void;
  signedOut(): void;
  stranger(): void;
  /** In the words of the person. */
  words: { notThere: string; deskFails: string };
}

export class Outbox {
  private sending = false;
  private timer: number | undefined;
  private pause = FIRST_MS;
  private failures = 0;
  /** Under way just now. */
  current: number | null = null;
  /** Against forged requests; null until the desk was asked who this is. */
  token: string | null = null;

  constructor(private readonly store: Store, private readonly hears: OutboxHears) {}

  stop(): void { clearTimeout(this.timer); this.token = null; }

  /** One window of a browser sends; what two would send is one thing to the desk anyway. */
  async flush(): Promise<void> {
    if (this.sending || this.token === null || !navigator.onLine) return;
    this.sending = true;
    clearTimeout(this.timer);
    try { await alone(`livedesk.pocket.${this.store.person}`, () => this.sendAll()); }
    finally { this.sending = false; this.current = null; this.hears.changed(); }
  }

  private async sendAll(): Promise<void> {
    for (let next = await this.next(); next && this.token !== null; next = await this.next()) {
      this.current = next.seq;
      this.hears.changed();
      const taken = await this.store.alter(next.seq, (now) => now.refused ? undefined : { ...now, tries: now.tries + 1 });
      if (taken && !taken.refused && !await this.sendOne(taken)) return;
      [this.pause, this.failures] = [FIRST_MS, 0];
    }
  }

  private async next(): Promise<Waiting | undefined> {
    const held = new Set<string>();
    for (const one of await this.store.waiting()) {
      if (one.refused || held.has(one.ticket)) held.add(one.kind === "open" ? one.made : one.ticket);
      else if (one.kind === "open" || !held.has(one.ticket)) return one;
    }
    return undefined;
  }

  /** @returns Whether the next one may go. */
  private async sendOne(one: Waiting): Promise<boolean> {
    const answer = await this.answerTo(one);
    switch (answer.is) {
      case "done": await this.done(one, answer.value.id); return true;
      case "refused": await this.refuse(one, answer.says, answer.field); return true;
      case "gone": await this.refuse(one, this.hears.words.notThere, null); this.hears.gone(one.ticket); return true;
      case "signedOut": this.token = null; this.hears.signedOut(); return false;
      case "stranger": this.token = null; this.later(() => this.hears.stranger(), null); return false;
      default:
        if (answer.reached && ++this.failures >= MOST_FAILURES) { await this.refuse(one, this.hears.words.deskFails, null); return true; }
        this.later(() => void this.flush(), answer.afterMs);
        return false;
    }
  }

  private async done(one: Waiting, id: string): Promise<void> {
    if (one.kind === "open") await this.store.opened(one, id); else await this.store.alter(one.seq, () => null);
    // Shown as the desk has it before it leaves the list of what waits.
    await this.hears.sent(one, one.kind === "open" ? id : one.ticket);
  }

  private async refuse(one: Waiting, says: string, field: string | null): Promise<void> {
    await this.store.alter(one.seq, (now) => ({ ...now, refused: { says, field } }));
    this.hears.refused(one);
  }

  private later(act: () => void, afterMs: number | null): void {
    this.timer = window.setTimeout(act, afterMs ?? this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_MS);
  }

  private answerTo(one: Waiting): Promise<Answer<{ id: string }>> {
    const { made } = one;
    switch (one.kind) {
      case "open": return this.post("tickets", { ...one.body, made, desk: one.desk });
      case "time": return this.post(`tickets/${one.ticket}/times`, { ...one.body, made });
      case "resolve": return this.post(`tickets/${one.ticket}/resolution`, { ...one.body, seen: one.body.seen || null, made });
      case "entry": return this.write(one);
    }
  }

  /** Photos first, then the text that they hang on. A photo that the desk has is not sent again. */
  private async write(one: Writing): Promise<Answer<{ id: string }>> {
    for (const photo of one.photos) {
      if (photo.file) continue;
      const answer = await this.upload(one, photo);
      if (answer.is !== "done") return answer;
      photo.file = answer.value.id;
      await this.store.alter(one.seq, () => one);
    }
    const answer = await this.post<{ id: string }>(`tickets/${one.ticket}/entries`, { made: one.made, ...one.body, files: one.photos.map((photo) => photo.file) });
    if (answer.is !== "refused" || answer.field !== "attachments") return answer;
    // The desk kept them for a week and no longer: they are sent anew.
    for (const photo of one.photos) delete photo.file;
    await this.store.alter(one.seq, () => one);
    return { is: "later", afterMs: null, reached: true };
  }

  private upload(one: Writing, photo: Photo): Promise<Answer<{ id: string }>> {
    return this.post(`files?desk=${one.desk}&name=${encodeURIComponent(photo.name)}&made=${photo.made}`, photo.bytes);
  }

  private post<T>(path: string, body: Blob | object): Promise<Answer<T>> { return send<T>(path, this.store.person, this.token ?? "", body); }
}

/** Where a browser has no locks (a desk without https), two windows may both send; the desk takes it once. */
async function alone(name: string, act: () => Promise<void>): Promise<void> {
  if (!navigator.locks) await act();
  else await navigator.locks.request(name, { ifAvailable: true }, async (lock) => { if (lock) await act(); });
}
