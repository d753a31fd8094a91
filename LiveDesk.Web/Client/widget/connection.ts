// The line to /hubs/chat: one connection that comes back by itself, for as long as the panel lives.
import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from "@microsoft/signalr";
import type { Conversation, Hello, Live, Outcome, OutgoingLine, Welcome } from "./protocol";

export type LinkState = "connecting" | "connected" | "offline";

export interface Hears {
  hello(): Hello;
  welcome(welcome: Welcome): void;
  conversation(conversation: Conversation): void;
  live(live: Live): void;
  link(state: LinkState): void;
}

const longestPause = 10_000;

export class Connection {
  private readonly hub: HubConnection;
  private tries = 0;
  private retry: number | undefined;
  private running = false;
  private isGreeted = false;

  constructor(desk: string, private readonly hears: Hears) {
    this.hub = new HubConnectionBuilder().withUrl(`/hubs/chat?desk=${encodeURIComponent(desk)}`).configureLogging(LogLevel.None).build();
    this.hub.keepAliveIntervalInMilliseconds = 10_000;
    this.hub.serverTimeoutInMilliseconds = 25_000;
    this.hub.on("conversation", (c: Conversation) => hears.conversation(c));
    this.hub.on("live", (l: Live) => hears.live(l));
    this.hub.onclose(() => this.lost());
    addEventListener("online", () => this.isOnline());
    addEventListener("offline", () => hears.link("offline"));
  }

  /** Connected, and the server has said who this visitor is: a line sent before would be overtaken by that answer. */
  get isUp(): boolean { return this.isGreeted && this.isConnected; }

  private get isConnected(): boolean { return this.hub.state === HubConnectionState.Connected; }

  /** Connects and says hello; on failure tries again, later and later. */
  async run(): Promise<void> {
    if (this.running || this.hub.state !== HubConnectionState.Disconnected) return;
    this.running = true;
    clearTimeout(this.retry);
    this.hears.link(this.tries === 0 ? "connecting" : "offline");
    try {
      await this.hub.start();
      await this.greet();
    } catch {
      if (this.isConnected) await this.hub.stop(); // it connected, but was not greeted
      this.later();
    } finally { this.running = false; }
  }

  private async greet(): Promise<void> {
    const welcome = await this.hub.invoke<Welcome>("Hello", this.hears.hello());
    this.tries = 0;
    this.isGreeted = true;
    this.hears.welcome(welcome);
    this.hears.link("connected");
  }

  send(line: OutgoingLine): Promise<Outcome> { return this.hub.invoke<Outcome>("Send", line); }
  end(conversation: string): Promise<Outcome> { return this.hub.invoke<Outcome>("End", conversation); }
  introduce(conversation: string | null, name: string | null, email: string | null): Promise<Outcome> {
    return this.hub.invoke<Outcome>("Introduce", conversation, name, email);
  }

  /** Signals: whether they arrive does not matter. */
  typing(conversation: string): void { if (this.isUp) this.hub.send("Typing", conversation).catch(() => undefined); }
  seen(conversation: string, order: string): void { if (this.isUp) this.hub.send("Seen", conversation, order).catch(() => undefined); }

  /** The line may have held: then nothing begins anew that would say so. */
  private isOnline(): void {
    this.tries = 0;
    if (this.isUp) this.hears.link("connected");
    void this.run();
  }

  private lost(): void {
    this.isGreeted = false;
    this.hears.link("offline");
    if (!this.running) this.later();
  }

  private later(): void {
    this.hears.link("offline");
    const pause = Math.min(longestPause, 400 * 2 ** Math.min(this.tries++, 6)) * (0.7 + 0.6 * Math.random());
    clearTimeout(this.retry);
    this.retry = window.setTimeout(() => void this.run(), pause);
  }
}
