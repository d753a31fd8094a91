// The technician's pocket view. What is read comes from this telephone first and from the desk as soon as it answers; what is written goes into
// the outbox first (outbox.ts), and is shown at once.
import type { App } from "./app";
import "./pocket.css";
import { frame } from "./frame";
import { Outbox } from "./outbox";
import { drawList } from "./list";
import { drawNew } from "./create";
import { drawTicket } from "./ticket";
import { Tickets } from "./tickets";
import { Store, type Unsent, type Waiting } from "./store";
import { forgetCopies, isNow, leave, who, type Who } from "./who";
import { move } from "./typed";
import { read, type Home, type Ticket } from "./wire";
import { say } from "./words";

const EVERY_MS = 20_000;

class Pocket implements App {
  store!: Store; // nobody's before somebody is known, and after they left
  home: Home | null = null;
  waiting: Waiting[] = [];
  isOffline = !navigator.onLine;
  private isSignedOut = false;
  private isLeaving = false;
  private outbox!: Outbox;
  private tickets!: Tickets;
  private looking = false;
  private drawn = "";

  get sendingNow(): number | null { return this.outbox.current; }

  ticket(id: string): Ticket | null { return this.tickets.of(id); }

  async start(): Promise<void> {
    const before = who();
    if (before) await this.be(before);
    window.addEventListener("hashchange", () => void this.turn());
    for (const event of ["focus", "online", "pageshow"]) window.addEventListener(event, () => void this.look());
    window.addEventListener("offline", () => { this.isOffline = true; this.redraw(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) void this.look(); });
    window.setInterval(() => { if (!document.hidden) void this.look(); }, EVERY_MS);
    // A form that closed was finished or left: the buttons say which.
    document.addEventListener("close", () => { this.drawn = ""; this.redraw(); }, true);
    if (before) await this.turn();
    await this.look();
    if (!before && !this.store) this.redraw();
  }

  /** Everything of one person, and nothing of anybody else's. */
  private async be(person: Who): Promise<void> {
    if (this.store?.person === person.id && who()) return;
    this.outbox?.stop();
    this.tickets?.end();
    this.store?.close();
    await forgetCopies(person.id);
    isNow(person);
    this.store = await Store.open(person.id);
    this.tickets = new Tickets(this.store, () => void this.signedOut());
    this.outbox = new Outbox(this.store, {
      changed: () => void this.recount(),
      sent: (what, id) => this.wasSent(what, id),
      refused: (what) => void this.wasRefused(what),
      gone: (id) => void this.tickets.forget(id),
      signedOut: () => void this.signedOut(),
      stranger: () => void this.look(),
      words: { notThere: say("notThere"), deskFails: say("deskFails") },
    });
    [this.home, this.waiting] = [await this.store.home() ?? null, await this.store.waiting()];
    document.querySelectorAll("dialog").forEach((one) => one.close());
  }

  /** Asks the desk anew: the lists, the ticket that is open; then what waits is sent. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const before = this.home;
      const answer = await read<Home>(`home?have=${before?.stamp ?? ""}`);
      if (this.isLeaving) return;
      this.isOffline = answer.is === "later";
      if (answer.is === "signedOut" || answer.is === "gone") { await this.signedOut(); return; }
      if (answer.is !== "done") return;
      this.isSignedOut = false;
      const changedHands = this.store?.person !== answer.value.me.id;
      await this.be(answer.value.me);
      // What did not change of the desks is not sent again.
      const home = this.home = answer.value.desks ? answer.value : { ...answer.value, desks: before?.desks ?? [], organisations: before?.organisations ?? [] };
      this.outbox.token = home.token;
      const { store } = this;
      await store.keepHome(home);
      if (changedHands) await this.turn();
      else if (this.openId) await this.readTicket(this.openId, true);
      if (store !== this.store) return;
      void this.outbox.flush();
      void this.tickets.readAhead(home.mine);
    } finally {
      this.looking = false;
      this.redraw();
    }
  }

  /** By their own wish: the page that comes next is another one. */
  async leave(): Promise<void> {
    this.isLeaving = true;
    await this.signedOut();
  }

  async add(what: Unsent): Promise<void> {
    await this.store.add(what);
    void navigator.storage?.persist?.();
    await this.recount();
    document.querySelector("main > .thread > :last-child")?.scrollIntoView({ block: "center" });
    void this.outbox.flush();
  }

  async change(what: Waiting): Promise<void> {
    await this.store.alter(what.seq, (now) => isAsSeen(now, what) ? { ...what, refused: null } : undefined);
    await this.recount();
    void this.outbox.flush();
  }

  async drop(one: Waiting): Promise<void> {
    const left = await this.store.alter(one.seq, (now) => isAsSeen(now, one) ? null : undefined);
    // What belongs to a ticket that is not to be goes with it.
    if (!left && one.kind === "open") for (const other of this.waiting) if (other.ticket === one.made) await this.store.alter(other.seq, () => null);
    await this.recount();
    if (!left && one.kind === "open" && this.openId === one.made) location.hash = "";
    void this.outbox.flush();
  }

  redraw(): void {
    if (this.isSignedOut || !this.store) { this.drawn = ""; frame.drawAway(this.isSignedOut ? "signedOut" : navigator.onLine && !this.isOffline ? "loading" : "nobody"); return; }
    frame.line(this);
    const picture = JSON.stringify([location.hash, this.home && { ...this.home, token: "", asOf: "" }, this.waiting, this.sendingNow, this.isOffline, this.openId && { ...this.ticket(this.openId), asOf: "" }, this.tickets.isGone(this.openId ?? ""), Math.floor(Date.now() / 60_000)]);
    if (picture === this.drawn || (this.drawn.startsWith(`["${location.hash}"`) && isBeingFilledIn())) return;
    this.drawn = picture;
    if (location.hash.startsWith("#/new")) drawNew(this, Number(location.hash.split("/")[2] ?? "0"));
    else if (this.openId) drawTicket(this, this.openId, this.tickets.isGone(this.openId));
    else drawList(this);
  }

  private get openId(): string | null { return /^#\/t\/([0-9a-f-]+)$/.exec(location.hash)?.[1] ?? null; }

  /** To the screen that the address names. */
  private async turn(): Promise<void> {
    window.scrollTo(0, 0);
    const id = this.openId;
    if (id && this.store) await this.tickets.recall(id);
    this.redraw();
    frame.focus();
    if (id && this.store && navigator.onLine) { await this.readTicket(id, true); this.redraw(); }
  }

  private async readTicket(id: string, looked: boolean): Promise<void> {
    if (!this.waiting.some((one) => one.kind === "open" && one.made === id)) await this.tickets.read(id, looked);
  }

  private async wasSent(what: Waiting, id: string): Promise<void> {
    await this.readTicket(id, true);
    if (!this.store) return;
    if (what.kind === "open") await this.moveTo(what.made, id);
    await this.recount();
    if (what.kind === "open" || what.kind === "resolve") void this.look();
  }

  private async wasRefused(what: Waiting): Promise<void> {
    if (what.kind !== "open") await this.readTicket(what.ticket, false);
    await this.recount();
  }

  /** Whoever looks at a ticket of this telephone's own stays on it, and what is begun there goes on. An open form keeps what is in it by itself. */
  private async moveTo(made: string, id: string): Promise<void> {
    if (this.openId === made) history.replaceState(null, "", `#/t/${id}`);
    if (document.querySelector("dialog[open]")) return;
    for (const form of ["entry", "time", "resolve"]) move(this.store.person, `${form}.${made}`, `${form}.${id}`);
    await this.store.keepPhotos(`entry.${id}`, await this.store.photosOf(`entry.${made}`));
    await this.store.keepPhotos(`entry.${made}`, []);
  }

  /** What is still on its way here finds nobody to be kept for; then what was read goes. */
  async signedOut(): Promise<void> {
    this.isSignedOut = true;
    this.outbox?.stop();
    this.tickets?.end();
    this.store = undefined!;
    [this.home, this.waiting] = [null, []];
    this.redraw();
    await leave();
  }

  private async recount(): Promise<void> {
    const store = this.store;
    const waiting = await store?.waiting();
    if (!waiting || store !== this.store) return;
    this.waiting = waiting;
    this.redraw();
  }
}

/** Nobody changes what left the telephone between their look and their decision. */
const isAsSeen = (now: Waiting, seen: Waiting): boolean => now.tries === seen.tries && (now.refused === null) === (seen.refused === null);

const isBeingFilledIn = (): boolean => document.querySelector("[data-testid=pocket-new-form]") !== null;

const pocket = new Pocket();
frame.begin({ token: () => pocket.home?.token ?? "", waiting: () => pocket.waiting.length, leave: () => pocket.leave() });
void pocket.start();
void navigator.serviceWorker?.register("/pocket/worker.js", { scope: "/pocket" }).catch(() => undefined); // without it the page works as long as there is a network
