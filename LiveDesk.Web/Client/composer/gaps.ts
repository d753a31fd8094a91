import type { Copy } from "./copy";

/** Updates of two writers can come in the wrong order for a moment. */
const LATE_MS = 1_000;
const LONGEST_MS = 60_000;

/** A signal can be lost between two servers: what was typed after it waits in the copy, unseen, for what came before. Then the server is asked for everything again. */
export class Gaps {
  private patience = LATE_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly copy: Copy,
    private readonly askAgain: () => void,
  ) {}

  look(): void {
    if (!this.copy.hasGap) this.patience = LATE_MS;
    else this.timer ??= setTimeout(() => this.close(), this.patience);
  }

  private close(): void {
    this.timer = undefined;
    if (!this.copy.isOpen || !this.copy.hasGap) return;
    // What the server lacks too does not come however often it is asked.
    this.patience = Math.min(LONGEST_MS, this.patience * 2);
    this.askAgain();
  }
}
