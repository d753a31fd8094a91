import type { Copy } from "./copy";
import { aboutOf, filesOf, macrosOf, sourcesOf } from "./document";
import type { Outbox } from "./outbox";
import type { MacroChoice, Move, Sent, Where } from "./messages";
import type { Wire } from "./wire";

// How a draft ends: sent as an entry, or because its text went elsewhere.

/** What goes with a text that is sent. */
export interface SendWith {
  move?: Move | null;
  /** The ticket's children that it goes to as well. */
  children?: string[];
  /** Not before, on the clocks of the server. */
  later?: string | null;
}

export interface DispatchAsk {
  where: Where;
  wire: Wire;
  copy: Copy;
  outbox: Outbox;
  /** What is just being opened is. */
  settled(): Promise<void>;
  /** Comes into step with the server again; if it cannot now, it is tried again. */
  again(): Promise<void>;
}

const ACTIVITY = "activity";
const NOT_SAVED: Sent = { outcome: "refused", sentence: null };

export class Dispatch {
  constructor(private readonly ask: DispatchAsk) {}

  /**
   * It is asked for with `markdown` just before, so that letters of others that arrived meanwhile are in it.
   * @throws When the connection breaks: it may have been sent or not; opening again shows which.
   */
  async send(markdown: () => string, { move = null, children = [], later = null }: SendWith): Promise<Sent> {
    const { where, wire, copy, outbox, again, settled } = this.ask;
    const { epoch } = copy;
    for (let attempt = 0; attempt < 6; attempt++) {
      await settled();
      await outbox.pump();
      // Somebody else sent the text meanwhile, or theirs has only now come: what stands here is another, which nobody asked to send.
      if (copy.epoch !== epoch || !copy.hasText) return NOT_SAVED;
      if (!copy.isOpen || !outbox.isEmpty) return NOT_SAVED;
      const sent = await wire.send({
        ...where,
        epoch: copy.epoch,
        upTo: copy.upTo,
        markdown: markdown(),
        state: copy.whole,
        seenCustomerEntry: copy.seenCustomerEntry ?? null,
        files: [...filesOf(copy.doc).keys()],
        sources: [...sourcesOf(copy.doc).values()],
        move,
        children,
        later,
        macros: this.macros,
        activity: this.activity,
      });
      if (sent.outcome === "behind" || sent.outcome === "sent") await again();
      if (sent.outcome !== "behind") return sent;
    }
    return NOT_SAVED;
  }

  /** What work it was; in the document, so that everybody on the draft sees the same. */
  get activity(): string | null {
    return aboutOf(this.ask.copy.doc).get(ACTIVITY) ?? null;
  }

  choose(activity: string | null): void {
    const about = aboutOf(this.ask.copy.doc);
    if (activity === this.activity) return;
    if (activity === null) about.delete(ACTIVITY);
    else about.set(ACTIVITY, activity);
  }

  /** What is chosen to be done with the text. */
  get macros(): MacroChoice[] {
    return [...macrosOf(this.ask.copy.doc).entries()].map(([id, { version }]) => ({ id, version }));
  }

  /** Does what is chosen without a word. @throws When the connection breaks. */
  async apply(move: Move | null): Promise<Sent> {
    const { where, wire, copy, outbox } = this.ask;
    await outbox.pump();
    if (!copy.isOpen) return NOT_SAVED;
    const done = await wire.apply(where, this.macros, move);
    if (done.outcome === "sent") macrosOf(copy.doc).clear();
    return done;
  }

  async clear(isWanted: () => boolean): Promise<void> {
    const { where, wire, copy, outbox, again } = this.ask;
    await outbox.pump();
    if (!isWanted()) return;
    await wire.clear(where, copy.epoch, copy.upTo, copy.whole);
    await again();
  }
}
