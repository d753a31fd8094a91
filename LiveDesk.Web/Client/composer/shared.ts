import { Draft } from "./draft";
import { sendWaiting } from "./leftovers";
import { Mirror } from "./mirror";
import type { Seed } from "./opening";
import type { Where } from "./messages";
import { Wire, ignoreLost } from "./wire";

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

export function take(person: string, where: Where, wire: Wire, mirror: Mirror | null, seed: Seed | null): Draft {
  const name = nameOf(where);
  const known = held.get(name);
  if (known) {
    clearTimeout(known.leaving);
    known.holders++;
    // The element that the old one reads is gone.
    known.draft.seed = seed;
    return known.draft;
  }
  const draft = new Draft(person, where, wire, mirror, seed);
  held.set(name, { draft, holders: 1 });
  return draft;
}

export function release(where: Where): void {
  const known = held.get(nameOf(where));
  if (!known || --known.holders > 0) return;
  linger(where, known);
}

function linger(where: Where, known: Held): void {
  known.leaving = setTimeout(() => void letGo(where, known).catch(ignoreLost), LINGER_MS);
}

/** What waits is sent first, and whoever takes the draft meanwhile keeps it. Forgetting it and saying good-bye are one step: a good-bye after the next greeting would end that. */
async function letGo(where: Where, known: Held): Promise<void> {
  await known.draft.pump();
  if (known.holders > 0 || held.get(nameOf(where)) !== known) return;
  // Only this page has it: it stays until the server takes it.
  if (known.draft.wouldLose) return void linger(where, known);
  held.delete(nameOf(where));
  await known.draft.leave();
}

async function begin(person: string): Promise<{ wire: Wire; mirror: Mirror | null }> {
  const wire = new Wire();
  const mirror = await Mirror.open();
  const sendOthers = (): void => {
    const isOpenHere = (where: Where): boolean => held.has(nameOf(where));
    if (mirror) void sendWaiting(person, wire, mirror, isOpenHere, (where) => settle(person, where, wire, mirror)).catch(ignoreLost);
  };
  wire.listen({ up: sendOthers });
  addEventListener("beforeunload", (event) => {
    if ([...held.values()].some(({ draft }) => draft.wouldLose)) event.preventDefault();
  });
  return { wire, mirror };
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
