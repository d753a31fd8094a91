import { Awareness, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import type { HandNews } from "./messages";

/** Somebody else in the draft. */
export interface Hand {
  person: string;
  name: string;
  /** One of the eight colours of hands; the same for a person on every screen. */
  colour: number;
  isWriting: boolean;
}

interface State {
  user?: Hand;
  cursor?: { anchor: unknown; head: unknown } | null;
  writing?: boolean;
}

const SAY_AFTER_MS = 120;
const COLOURS = 8;
const FROM_SERVER = "server";

/**
 * Whose hands are in a draft, and where their cursors are. Never kept: what is said holds for 30 s and is said again while it is true (y-protocols'
 * awareness). Names come from the server; what a browser says of its own name is not asked.
 */
export class Hands {
  readonly awareness: Awareness;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wasSaid = false;

  constructor(
    doc: Y.Doc,
    private readonly say: (client: number, state: string | null) => void,
    private readonly changed: () => void,
  ) {
    this.awareness = new Awareness(doc);
    this.awareness.on("update", (_: unknown, origin: unknown) => {
      if (origin !== FROM_SERVER) this.sayIn(SAY_AFTER_MS);
      this.changed();
    });
  }

  /** I write in this draft, or do so no longer. */
  write(isWriting: boolean): void {
    if ((this.mine.writing ?? false) !== isWriting) this.awareness.setLocalStateField("writing", isWriting);
  }

  /** Everybody else in the draft, a person once however many windows they have. */
  others(me: string): Hand[] {
    const found = new Map<string, Hand>();
    for (const [client, state] of this.awareness.getStates() as Map<number, State>) {
      if (client === this.awareness.clientID || !state.user || state.user.person === me) continue;
      const known = found.get(state.user.person);
      found.set(state.user.person, { ...state.user, isWriting: known?.isWriting || state.writing === true });
    }
    return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  hear(news: HandNews): void {
    const { client, state } = news;
    if (client === this.awareness.clientID) return;
    const read = state === null ? null : understand(state);
    if (!read) return removeAwarenessStates(this.awareness, [client], FROM_SERVER);
    const isKnown = this.awareness.states.has(client);
    const user: Hand = { person: news.person, name: news.name, colour: colourOf(news.person), isWriting: read.writing === true };
    this.awareness.states.set(client, { ...read, user });
    this.awareness.meta.set(client, { clock: (this.awareness.meta.get(client)?.clock ?? 0) + 1, lastUpdated: Date.now() });
    const change = { added: isKnown ? [] : [client], updated: isKnown ? [client] : [], removed: [] };
    this.awareness.emit("change", [change, FROM_SERVER]);
    this.awareness.emit("update", [change, FROM_SERVER]);
  }

  /** Somebody came: what is true is said once more. */
  sayAgain(): void {
    this.wasSaid = false;
    this.sayIn(SAY_AFTER_MS * Math.random());
  }

  destroy(): void {
    clearTimeout(this.timer);
    if (this.wasSaid) this.say(this.awareness.clientID, null);
    this.awareness.destroy();
  }

  private get mine(): State {
    return (this.awareness.getLocalState() ?? {}) as State;
  }

  private sayIn(milliseconds: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const { cursor, writing } = this.mine;
      const isHere = Boolean(cursor) || writing === true;
      if (isHere || this.wasSaid) this.say(this.awareness.clientID, isHere ? JSON.stringify({ cursor: cursor ?? null, writing: writing === true }) : null);
      this.wasSaid = isHere;
    }, milliseconds);
  }
}

/** Another browser's words are not trusted: what is no cursor never reaches the editor. */
function understand(text: string): State | null {
  try {
    const { cursor, writing } = JSON.parse(text) as State;
    if (cursor) for (const end of [cursor.anchor, cursor.head]) Y.createRelativePositionFromJSON(end);
    return { cursor: cursor ? { anchor: cursor.anchor, head: cursor.head } : null, writing: writing === true };
  } catch {
    return null;
  }
}

function colourOf(person: string): number {
  let sum = 0;
  for (const letter of person) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return sum % COLOURS;
}
