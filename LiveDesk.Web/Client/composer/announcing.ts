import type { Audience } from "./messages";

const REPLYING_EVERY_MS = 3_000;
const CHANGED_AFTER_MS = 300;

/** Tells the page around the composer, as events that bubble, that somebody types, what an article has become, and that an entry was sent. */
export class Announcing {
  private lastReplying = 0;
  private changed: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly element: HTMLElement) {}

  typed(audience: Audience, markdown: () => string): void {
    const now = Date.now();
    if (now - this.lastReplying > REPLYING_EVERY_MS) {
      this.lastReplying = now;
      this.tell("livedesk:replying", { audience });
    }
    if (audience !== "article") return;
    clearTimeout(this.changed);
    this.changed = setTimeout(() => this.tell("livedesk:changed", { markdown: markdown() }), CHANGED_AFTER_MS);
  }

  sent(audience: Audience, entryId: string | null): void {
    this.tell("livedesk:sent", { audience, entryId });
  }

  private tell(name: string, detail: unknown): void {
    this.element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}
