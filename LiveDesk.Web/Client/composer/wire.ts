import { type HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from "@microsoft/signalr";
import type { AttachedFile, Source } from "./document";

export type Audience = "reply" | "note" | "article";

export interface Where {
  subject: string;
  audience: Audience;
}

/** What the server has of a draft. Bytes are base64. */
export interface Opened {
  /** Who the server takes me for. */
  person: string;
  epoch: number;
  snapshot: string | null;
  updates: { id: number; bytes: string }[];
  /** The last update's id; with none, the snapshot's. */
  upTo: number;
  /** The document of the epoch that I held, in pieces, as it was when it ended; none when there is none (any more). */
  ended: string[];
  lastCustomerEntry: string | null;
}

export interface Pushed {
  outcome: "kept" | "began" | "slow" | "failed" | "refused";
  id: number;
  /** Others' updates between the one that I knew of and mine. */
  others: { id: number; bytes: string }[];
  sentence?: string | null;
}

export interface Meanwhile {
  entryId: string;
  by: string;
  text: string;
}

export interface SendAsk extends Where {
  epoch: number;
  /** The last update whose letters are in `markdown`. */
  upTo: number;
  markdown: string;
  /** The whole document as it is sent. */
  state: string;
  seenCustomerEntry: string | null;
  files: string[];
  sources: Source[];
  move?: Move | null;
  /** The ticket's children that the same goes to. */
  children: string[];
}

/** Where the ticket goes with what is sent, in one save. */
export interface Move {
  status: string;
  /** The status that it was chosen from. */
  seen: string | null;
  resolution?: string | null;
  holdReason?: string | null;
  resumeAt?: string | null;
}

/** Where the ticket may go with the text: `asks` not without a question to the writer, `why` it may not. */
export interface StatusToFollow {
  id: string;
  name: string;
  asks: boolean;
  why: string | null;
}

export interface StatusesToFollow {
  seen: string;
  /** The status that the text alone brings it to. */
  written: string;
  statuses: StatusToFollow[];
}

export interface Sent {
  outcome: "sent" | "behind" | "meanwhile" | "refused";
  entryId?: string | null;
  sentence?: string | null;
  meanwhile?: Meanwhile | null;
  /** Whom a note names in vain: they may not see the ticket. */
  inVain?: string[] | null;
}

export interface Updated extends Where {
  epoch: number;
  id: number;
  bytes: string;
}

/** Where somebody's cursor is; the name is the server's word. */
export interface HandNews extends Where {
  epoch: number;
  client: number;
  person: string;
  name: string;
  /** Null: the hand is out of the draft. */
  state: string | null;
}

export interface TakenOver extends Where {
  person: string;
  name: string;
}

export interface Colleague {
  id: string;
  name: string;
  /** A department's people are meant. */
  isDepartment?: boolean;
}

/** A canned response as it reads on a ticket. */
export interface Canned {
  id: string;
  name: string;
  scope: "personal" | "department" | "desk";
  /** Markdown. */
  text: string;
  /** The same without Markdown's marks. */
  shown: string;
  /** Variables that have no value here, and stand in the text as they are. */
  missing: string[];
  /** With its variables: what goes to several tickets is filled in for each. */
  raw: string;
}

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
  push = (where: Where, epoch: number, id: string, bytes: string, upTo: number, hasText: boolean): Promise<Pushed> =>
    this.connection.invoke("Push", { ...where, epoch, id, bytes, upTo, hasText });
  seed = (where: Where, epoch: number, revision: number, bytes: string): Promise<void> => this.connection.invoke("Seed", { ...where, epoch, revision, bytes });
  fold = (where: Where, epoch: number, upTo: number, bytes: string): Promise<void> => this.connection.invoke("Fold", { ...where, epoch, upTo, bytes });
  send = (ask: SendAsk): Promise<Sent> => this.connection.invoke("Send", ask);
  clear = (where: Where, epoch: number, upTo: number, state: string): Promise<Sent> => this.connection.invoke("Clear", { ...where, epoch, upTo, state });
  /** Lost without harm: it is said again. */
  hand = (where: Where, epoch: number, client: number, state: string | null): void => {
    if (this.isUp) this.connection.send("Hand", { ...where, epoch, client, state }).catch(() => {});
  };
  statuses = (where: Where): Promise<StatusesToFollow | null> => this.connection.invoke("Statuses", { subject: where.subject, audience: where.audience });
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
