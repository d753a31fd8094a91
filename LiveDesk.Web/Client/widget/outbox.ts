// Lines that were written and not yet acknowledged. They are in storage before they are sent, and leave it when the server has them:
// a reload, a crash or a dead network loses none, and the sender-made id makes a second sending harmless.
import type { Connection } from "./connection";
import type { Keep, Waiting } from "./keep";
import type { Line } from "./protocol";

export interface OutboxHears {
  accepted(waiting: Waiting, line: Line, conversation: string): void;
  changed(): void;
  /** The server does not know this conversation as this visitor's. */
  gone(waiting: Waiting): void;
}

export class Outbox {
  private sending = false;
  private timer: number | undefined;
  /** Set while the server asks to wait: we were too fast, or it cannot save just now. */
  hold: "slow" | "busy" | null = null;

  constructor(private readonly keep: Keep, private readonly connection: Connection, private readonly hears: OutboxHears) {}

  add(waiting: Waiting): void {
    this.keep.put(waiting);
    this.hears.changed();
    void this.flush();
  }

  again(waiting: Waiting): void {
    this.keep.put({ ...waiting, problem: null });
    this.hears.changed();
    void this.flush();
  }

  drop(waiting: Waiting): void {
    this.keep.drop(waiting);
    this.hears.changed();
  }

  /** One after the other, in the order of writing. */
  async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      for (let next = this.next(); next && this.connection.isUp; next = this.next())
        if (!await this.sendOne(next)) break;
    } finally { this.sending = false; }
  }

  private next(): Waiting | undefined { return this.keep.waiting().find((w) => w.problem === null); }

  /** False: stop for now. */
  private async sendOne(waiting: Waiting): Promise<boolean> {
    let outcome;
    try { outcome = await this.connection.send(waiting.line); }
    catch { this.pause(2000); return false; } // the connection broke or the server failed: it stays, and is sent again
    if (outcome.line && outcome.conversation) {
      this.hold = null;
      this.keep.drop(waiting);
      this.hears.accepted(waiting, outcome.line, outcome.conversation);
      return true;
    }
    const problem = outcome.problem!;
    if (problem.code === "gone") { this.hears.gone(waiting); return true; }
    if (problem.code === "rule") {
      this.keep.put({ ...waiting, problem: problem.message });
      this.hears.changed();
      return true;
    }
    this.hold = problem.code === "busy" ? "busy" : "slow";
    this.hears.changed();
    this.pause(problem.retryAfterMs ?? 2000);
    return false;
  }

  private pause(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), milliseconds);
  }
}
