// Tickets as they were read: in memory, and as copies on the telephone.
import type { Store } from "./store";
import { read, type Answer, type Card, type Ticket } from "./wire";

const MOST_AHEAD = 12;

export class Tickets {
  private readonly known = new Map<string, Ticket | "gone">();
  private isOver = false;

  /** @param signedOut The desk no longer knows who asks. */
  constructor(private readonly store: Store, private readonly signedOut: () => void) {}

  of(id: string): Ticket | null { const ticket = this.known.get(id); return ticket === "gone" ? null : ticket ?? null; }

  isGone(id: string): boolean { return this.known.get(id) === "gone"; }

  /** What is still on its way finds nobody to be kept for. */
  end(): void { this.isOver = true; }

  /** From this telephone, if it is there and nothing newer is known. */
  async recall(id: string): Promise<void> {
    const copy = this.known.has(id) ? undefined : await this.store.ticket(id);
    if (copy) this.known.set(id, copy);
  }

  /** From the desk. @param looked Whether somebody looks at it, or it is read ahead. */
  async read(id: string, looked: boolean): Promise<void> {
    // One that this telephone made has no address at the desk.
    const answer: Answer<Ticket> = id.includes("-") ? await read<Ticket>(`tickets/${id}`) : { is: "gone" };
    if (this.isOver) return;
    if (answer.is === "gone") await this.forget(id);
    else if (answer.is === "signedOut") this.signedOut();
    else if (answer.is === "done") {
      this.known.set(id, answer.value);
      await this.store.keepTicket(answer.value, looked);
    }
  }

  /** One's own tickets, before one stands in the cellar with them. */
  async readAhead(mine: Card[]): Promise<void> {
    const copies = new Map((await this.store.copies()).map((copy) => [copy.id, copy.lastActivityAt]));
    for (const card of mine.slice(0, MOST_AHEAD))
      if (copies.get(card.id) !== card.lastActivityAt && navigator.onLine && !this.isOver) await this.read(card.id, false);
  }

  async forget(id: string): Promise<void> {
    this.known.set(id, "gone");
    await this.store.forgetTicket(id);
  }
}
