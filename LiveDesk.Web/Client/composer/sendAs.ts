import type { Pane } from "./pane";
import type { Sending } from "./sending";
import type { Move } from "./messages";
import type { Wire } from "./wire";
import type { Words } from "./words";

// Sending with what follows: a status in the same save, or the next ticket after it.

/** In place of a status: the next ticket. */
export const NEXT = "next";
export const DOWN = "down";

export interface How {
  status: string;
  name: string;
}

export interface SendAsAsk {
  person: string;
  desk: string;
  words: Words;
  wire: Wire;
  sending: Sending;
  pane(): Pane | undefined;
  changed(): void;
}

interface Page {
  /** Opens the window that asks for the resolution or the reason; it comes back by {@link SendAs.moved}. False when no page listens. */
  askBeforeSending?(from: string, to: string): Promise<boolean>;
  /** The numbers that come after this ticket where the person came from. */
  ticketsAfter?(): number[];
}

const page = (): Page => (window as { liveDesk?: Page }).liveDesk ?? {};

export class SendAs {
  private seen: string | null = null;

  constructor(private readonly ask: SendAsAsk) {}

  /** What was chosen last, by this person on this desk, in this browser. */
  get remembered(): How | null {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "null") as How | null;
    } catch {
      return null;
    }
  }

  async choose(how: How): Promise<void> {
    localStorage.setItem(this.key, JSON.stringify(how));
    this.ask.changed();
    const pane = this.ask.pane();
    if (!pane) return;
    if (how.status === NEXT) await this.sendAndGoOn(pane);
    else await this.sendAndSet(pane, how);
  }

  /** As it is, with the status that a macro sets. */
  async send(pane: Pane): Promise<void> {
    const status = pane.draft.macroStatus;
    if (status === null) await this.ask.sending.send(pane);
    else await this.sendAndSet(pane, status);
  }

  /** The writer answered what the move needs. @returns What stood against it; null when it was sent. */
  async moved(move: Move): Promise<string | null> {
    const pane = this.ask.pane();
    return pane ? await this.ask.sending.send(pane, { move: { ...move, seen: this.seen } }) : this.ask.words.notSent;
  }

  private async sendAndSet(pane: Pane, { status, name }: How): Promise<void> {
    const { words, wire, sending } = this.ask;
    const stands = await wire.statuses(pane.draft.where).catch(() => null);
    const chosen = stands?.statuses.find((s) => s.id === status);
    // Where the text alone leads there nothing needs to be chosen.
    if (stands && stands.written === status) return void (await sending.send(pane));
    if (!stands || !chosen) return void pane.bars.show("problem", stands ? `${words.notSent} (${name})` : words.offlineSend);
    if (chosen.why) return void pane.bars.show("problem", chosen.why);
    this.seen = stands.seen;
    if (!chosen.asks) return void (await sending.send(pane, { move: { status, seen: stands.seen } }));
    if (!pane.draft.hasText && pane.draft.macros.length === 0) return void pane.bars.show("problem", words.nothingToSend);
    const asked = (await page().askBeforeSending?.(stands.written, status).catch(() => false)) ?? false;
    if (!asked) pane.bars.show("problem", words.offlineSend);
  }

  private async sendAndGoOn(pane: Pane): Promise<void> {
    const { words, wire, sending } = this.ask;
    const after = page().ticketsAfter?.() ?? [];
    if ((await sending.send(pane)) !== null) return;
    try {
      const next = await wire.next(pane.draft.where.subject, after);
      if (next === null) pane.bars.show("notice", words.noNext);
      else (window as unknown as { Blazor: { navigateTo(address: string): void } }).Blazor.navigateTo(`/tickets/${next}`);
    } catch {
      pane.bars.show("notice", words.nextFailed);
    }
  }

  private get key(): string {
    return `livedesk.sendAs.${this.ask.person}.${this.ask.desk}`;
  }
}
