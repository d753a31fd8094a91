import type { Pane } from "./pane";
import type { Audience, Colleague, Wire } from "./wire";
import { type Words, fill } from "./words";

// Sends a text as an entry, or asks a colleague to read it before.

export interface SendingAsk {
  words: Words;
  wire: Wire;
  changed(): void;
  sent(audience: Audience, entryId: string | null): void;
}

/** What hinders it is said above the text, which stays. */
export class Sending {
  isUnderWay = false;

  constructor(private readonly ask: SendingAsk) {}

  async send(pane: Pane): Promise<void> {
    if (this.isUnderWay) return;
    const hindrance = this.hindrance(pane);
    pane.bars.hide("problem");
    if (hindrance) return pane.bars.show("problem", hindrance);
    this.isUnderWay = true;
    this.ask.changed();
    try {
      await this.sendFrom(pane);
    } catch {
      // The connection broke between the click and the answer. Opening again shows whether it arrived: the text is gone, or still here.
      pane.bars.show("problem", this.ask.words.unknownSend);
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
    if (!pane.draft.hasText) return words.nothingToSend;
    if (pane.files.isUploading) return words.filesOnTheirWay;
    return wire.isUp ? null : words.offlineSend;
  }

  private async sendFrom(pane: Pane): Promise<void> {
    const { words } = this.ask;
    const { audience } = pane.draft.where;
    const sent = await pane.draft.send(() => pane.markdown);
    if (sent.outcome === "sent") {
      pane.bars.hide("customer");
      pane.bars.hide("notice");
      if (sent.inVain?.length) pane.bars.show("notice", fill(words.inVain, sent.inVain.join(", ")));
      this.ask.sent(audience, sent.entryId ?? null);
    } else if (sent.outcome === "meanwhile" && sent.meanwhile) {
      pane.showCustomerWrote(sent.meanwhile);
      pane.bars.show("problem", words.sendAnyway);
      pane.draft.saw(sent.meanwhile.entryId);
    } else pane.bars.show("problem", sent.sentence ?? words.notSent);
  }
}

/** What the hub says, without SignalR's words around it. */
const sentenceOf = (error: unknown): string | null => /HubException: (.+)$/s.exec((error as Error).message)?.[1] ?? null;
