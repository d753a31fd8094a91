import type { SendWith } from "./dispatch";
import type { Pane } from "./pane";
import type { Audience, Colleague } from "./messages";
import type { Wire } from "./wire";
import { type Words, fill } from "./words";

// Sends a text as an entry, or asks a colleague to read it before.

export type How = Pick<SendWith, "move" | "later">;

export interface SendingAsk {
  words: Words;
  wire: Wire;
  changed(): void;
  /** The ticket's children that a reply goes to as well. */
  children(): string[];
  sent(audience: Audience, entryId: string | null): void;
}

/** What hinders it is said above the text, which stays. */
export class Sending {
  isUnderWay = false;

  constructor(private readonly ask: SendingAsk) {}

  /** @returns What stood against it; null when it was sent. */
  async send(pane: Pane, how: How = {}): Promise<string | null> {
    const { words } = this.ask;
    if (this.isUnderWay) return words.sending;
    const hindrance = this.hindrance(pane);
    pane.bars.hide("problem");
    if (hindrance) return this.say(pane, hindrance);
    this.isUnderWay = true;
    this.ask.changed();
    try {
      return await this.sendFrom(pane, how);
    } catch {
      // The connection broke between the click and the answer. Opening again shows whether it arrived: the text is gone, or still here.
      return this.say(pane, words.unknownSend);
    } finally {
      this.isUnderWay = false;
      this.ask.changed();
    }
  }

  async askForReview({ bars, draft }: Pane, colleague: Colleague): Promise<void> {
    const { words } = this.ask;
    try {
      await draft.askForReview(colleague.id);
      bars.show("notice", fill(words.reviewAsked, colleague.name));
    } catch (error) {
      bars.show("problem", sentenceOf(error) ?? words.notSent);
    }
  }

  private hindrance(pane: Pane): string | null {
    const { words, wire } = this.ask;
    if (!pane.draft.hasText && (pane.draft.macros.length === 0 || pane.files.isFilled)) return words.nothingToSend;
    if (pane.files.isUploading) return words.filesOnTheirWay;
    return wire.isUp ? null : words.offlineSend;
  }

  private async sendFrom(pane: Pane, how: How): Promise<string | null> {
    const { words } = this.ask;
    const { audience } = pane.draft.where;
    if (!pane.draft.hasText) return await this.apply(pane, how);
    const sent = await pane.draft.send(() => pane.written, { ...how, children: audience === "reply" ? this.ask.children() : [] });
    if (sent.outcome === "sent") {
      pane.bars.hide("customer");
      pane.bars.hide("notice");
      if (how.later) pane.bars.show("notice", words.waitsToBeSent);
      if (sent.inVain?.length) pane.bars.show("notice", fill(words.inVain, sent.inVain.join(", ")));
      this.ask.sent(audience, sent.entryId ?? null);
      return null;
    }
    if (sent.outcome !== "meanwhile" || !sent.meanwhile) return this.say(pane, sent.sentence ?? (pane.draft.isRefused ? words.tooMuch : words.notSent));
    pane.showCustomerWrote(sent.meanwhile);
    pane.draft.saw(sent.meanwhile.entryId);
    return this.say(pane, words.sendAnyway);
  }

  /** Macros alone: the ticket changes, and nothing is said. */
  private async apply(pane: Pane, { move = null }: How): Promise<string | null> {
    const { words } = this.ask;
    const done = await pane.draft.apply(move);
    if (done.outcome !== "sent") return this.say(pane, done.sentence ?? words.notSent);
    pane.bars.show("notice", words.macrosDone);
    return null;
  }

  private say(pane: Pane, problem: string): string {
    pane.bars.show("problem", problem);
    return problem;
  }
}

/** What the hub says, without SignalR's words around it. */
const sentenceOf = (error: unknown): string | null => /HubException: (.+)$/s.exec((error as Error).message)?.[1] ?? null;
