import { type HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from "@microsoft/signalr";
import type { AttachedFile, Source } from "./document";
import type { Canned, Colleague, HandNews, LaterChoices, MacroChoice, Meanwhile, Move, Opened, Pushed, SendAsk, Sent, StatusesToFollow, TakenOver, Updated, Where } from "./messages";

/** Who listens takes what concerns them. */
export type Listener = Partial<{
  up(): void;
  down(): void;
  /** The server is there and does not know who we are (any more). */
  signedOut(): void;
  updated(update: Updated): void;
  began(where: Where): void;
  gone(where: Where): void;
  customerWrote(subject: string, meanwhile: Meanwhile): void;
  hand(news: HandNews): void;
  handsAsked(where: Where): void;
  takenOver(news: TakenOver): void;
  cannedChanged(): void;
}>;

/** Told by the page that a sign-in window ends on (desk/signedIn.ts). */
const SIGNED_IN = "livedesk-signed-in";

/** The page's one connection to the compose hub. It tries for as long as the page is open. */
export class Wire {
  private readonly connection: HubConnection;
  private readonly listeners = new Set<Listener>();
  private retry: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private wanted = false;

  constructor(address = "/hubs/compose") {
    this.connection = new HubConnectionBuilder().withUrl(address).configureLogging(LogLevel.None).build();
    this.connection.serverTimeoutInMilliseconds = 12_000;
    this.connection.keepAliveIntervalInMilliseconds = 4_000;
    this.connection.on("Updated", (update: Updated) => this.tell((l) => l.updated?.(update)));
    this.connection.on("Began", (where: Where) => this.tell((l) => l.began?.(where)));
    this.connection.on("Gone", (where: Where) => this.tell((l) => l.gone?.(where)));
    this.connection.on("CustomerWrote", (news: { subject: string; meanwhile: Meanwhile }) => this.tell((l) => l.customerWrote?.(news.subject, news.meanwhile)));
    this.connection.on("Hand", (news: HandNews) => this.tell((l) => l.hand?.(news)));
    this.connection.on("HandsAsked", (where: Where) => this.tell((l) => l.handsAsked?.(where)));
    this.connection.on("TakenOver", (news: TakenOver) => this.tell((l) => l.takenOver?.(news)));
    this.connection.on("CannedChanged", () => this.tell((l) => l.cannedChanged?.()));
    this.connection.onclose(() => this.lost());
    globalThis.addEventListener?.("online", () => this.tryNow());
    globalThis.addEventListener?.("offline", () => void this.connection.stop());
    if ("BroadcastChannel" in globalThis) new BroadcastChannel(SIGNED_IN).onmessage = () => this.tryNow();
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.tryNow());
  }

  get isUp(): boolean {
    return this.connection.state === HubConnectionState.Connected;
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    this.wanted = true;
    this.tryNow();
    return () => void this.listeners.delete(listener);
  }

  open = (where: Where, held: number, whole = false): Promise<Opened | null> => this.connection.invoke("Open", { ...where, held, whole });
  /** @param person Whose letters they are: nobody else's connection takes them along. */
  push = (where: Where, person: string, epoch: number, id: string, bytes: string, upTo: number, hasText: boolean): Promise<Pushed> =>
    this.connection.invoke("Push", { ...where, person, epoch, id, bytes, upTo, hasText });
  seed = (where: Where, epoch: number, revision: number, bytes: string): Promise<void> => this.connection.invoke("Seed", { ...where, epoch, revision, bytes });
  fold = (where: Where, epoch: number, upTo: number, bytes: string): Promise<void> => this.connection.invoke("Fold", { ...where, epoch, upTo, bytes });
  send = (ask: SendAsk): Promise<Sent> => this.connection.invoke("Send", ask);
  clear = (where: Where, epoch: number, upTo: number, state: string): Promise<Sent> => this.connection.invoke("Clear", { ...where, epoch, upTo, state });
  /** Lost without harm: it is said again. */
  hand = (where: Where, epoch: number, client: number, state: string | null): void => {
    if (this.isUp) this.connection.send("Hand", { ...where, epoch, client, state }).catch(() => {});
  };
  statuses = (where: Where): Promise<StatusesToFollow | null> => this.connection.invoke("Statuses", { subject: where.subject, audience: where.audience });
  later = (where: Where): Promise<LaterChoices | null> => this.connection.invoke("Later", { subject: where.subject, audience: where.audience });
  chooseUndo = (seconds: number): Promise<void> => this.connection.invoke("ChooseUndo", { seconds });
  apply = (where: Where, macros: MacroChoice[], move: Move | null): Promise<Sent> => this.connection.invoke("Apply", { subject: where.subject, audience: where.audience, macros, move });
  next = (subject: string, inOrder: number[]): Promise<number | null> => this.connection.invoke("Next", { subject, inOrder });
  takeOver = (where: Where): Promise<void> => this.connection.invoke("TakeOver", where);
  colleagues = (where: Where): Promise<Colleague[]> => this.connection.invoke("Colleagues", where);
  mentionable = (where: Where): Promise<Colleague[]> => this.connection.invoke("Mentionable", where);
  canned = (where: Where): Promise<Canned[]> => this.connection.invoke("Canned", where);
  review = (where: Where, colleague: string | null): Promise<void> => this.connection.invoke("Review", { ...where, colleague });
  close = (where: Where): Promise<void> => (this.isUp ? this.connection.invoke("Close", where) : Promise.resolve());

  private tell(what: (listener: Listener) => void): void {
    for (const listener of [...this.listeners]) what(listener);
  }

  private lost(): void {
    this.tell((l) => l.down?.());
    this.again();
  }

  private again(): void {
    clearTimeout(this.retry);
    const wait = Math.min(5_000, 250 * 2 ** Math.min(this.failures, 5));
    this.retry = setTimeout(() => this.tryNow(), wait * (0.75 + Math.random() / 2));
  }

  private tryNow(): void {
    if (!this.wanted || this.connection.state !== HubConnectionState.Disconnected) return;
    clearTimeout(this.retry);
    this.connection.start().then(
      () => {
        this.failures = 0;
        this.tell((l) => l.up?.());
      },
      (error: unknown) => {
        this.failures++;
        this.tell((l) => l.down?.());
        // The negotiation's status is in its sentence alone.
        if (/\b401\b/.test(String(error))) this.tell((l) => l.signedOut?.());
        this.again();
      },
    );
  }
}

/** The connection broke under a call: it is tried again, and opening again sends what is left. */
export function ignoreLost(): void {}

export type { AttachedFile, Source };
