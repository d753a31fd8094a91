import * as Y from "yjs";
import { Draft, ignoreLost } from "./draft";
import { toBase64 } from "./ids";
import { Mirror } from "./mirror";
import { type Audience, type Where, Wire } from "./wire";

// What all composers of a page share: one connection, one mirror, and the drafts that are open. A draft outlives its element for a moment, because a screen
// that is drawn anew (the page becoming interactive, a circuit that came back) takes the element away and brings it again.

const LINGER_MS = 10_000;

interface Held {
  draft: Draft;
  holders: number;
  leaving?: ReturnType<typeof setTimeout>;
}

const held = new Map<string, Held>();
let parts: Promise<{ wire: Wire; mirror: Mirror | null }> | null = null;

export const shared = (person: string): Promise<{ wire: Wire; mirror: Mirror | null }> => (parts ??= begin(person));

export function take(person: string, where: Where, wire: Wire, mirror: Mirror | null, seed: ConstructorParameters<typeof Draft>[4]): Draft {
  const name = nameOf(where);
  const known = held.get(name);
  if (known) {
    clearTimeout(known.leaving);
    known.holders++;
    return known.draft;
  }
  const draft = new Draft(person, where, wire, mirror, seed);
  held.set(name, { draft, holders: 1 });
  return draft;
}

export function release(where: Where): void {
  const known = held.get(nameOf(where));
  if (!known || --known.holders > 0) return;
  known.leaving = setTimeout(() => {
    held.delete(nameOf(where));
    void known.draft.leave().catch(ignoreLost);
  }, LINGER_MS);
}

async function begin(person: string): Promise<{ wire: Wire; mirror: Mirror | null }> {
  const wire = new Wire();
  const mirror = await Mirror.open();
  const sendOthers = (): void => {
    if (mirror) void sendWaiting(person, wire, mirror).catch(ignoreLost);
  };
  wire.listen({ up: sendOthers });
  addEventListener("beforeunload", (event) => {
    if ([...held.values()].some(({ draft }) => draft.wouldLose)) event.preventDefault();
  });
  return { wire, mirror };
}

/** Letters of drafts that are not open on this page (typed before a crash, on another ticket) are sent too. */
async function sendWaiting(person: string, wire: Wire, mirror: Mirror): Promise<void> {
  for (const name of await mirror.docs(person)) {
    const [, subject, audience] = name.split("/") as [string, string, Audience];
    const where = { subject, audience };
    if (held.has(nameOf(where))) continue;
    if (await isOver(name, where, wire, mirror)) await settle(person, where, wire, mirror);
  }
}

/** Sends what waits. Is the epoch that it was typed in over by now? */
async function isOver(name: string, where: Where, wire: Wire, mirror: Mirror): Promise<boolean> {
  const pieces = (await mirror.pieces(name)).filter((piece) => piece.epoch > 0);
  let over = false;
  for (const batch of new Set(pieces.map((piece) => piece.batch))) {
    const mine = pieces.filter((piece) => piece.batch === batch);
    const pushed = await wire.push(where, mine[0]!.epoch, batch, toBase64(Y.mergeUpdates(mine.map((piece) => piece.bytes))), Number.MAX_SAFE_INTEGER, true);
    if (pushed.outcome === "kept") await mirror.forget(name, batch);
    over ||= pushed.outcome === "began";
  }
  return over;
}

/**
 * The draft was sent meanwhile, or its ticket merged away: it is opened for as long as it takes to carry over what was not in it, as if somebody
 * looked at it. An article waits until somebody does, because its draft begins with the article.
 */
async function settle(person: string, where: Where, wire: Wire, mirror: Mirror): Promise<void> {
  if (where.audience === "article") return;
  await take(person, where, wire, mirror, null).whenSettled();
  release(where);
}

const nameOf = (where: Where): string => `${where.subject}/${where.audience}`;
