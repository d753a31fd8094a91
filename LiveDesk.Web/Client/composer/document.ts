import * as Y from "yjs";

// What a draft's Yjs document holds. These names are stored in databases: they never change.

/** The text, as the editor's blocks. */
export const textOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment("text");
/** Files to be sent with it, by id. */
export const filesOf = (doc: Y.Doc): Y.Map<AttachedFile> => doc.getMap("files");
/** The passages that an assisted text was drafted from, by passage id. */
export const sourcesOf = (doc: Y.Doc): Y.Map<Source> => doc.getMap("sources");

/** Macros whose changes are made with it, by canned response. */
export const macrosOf = (doc: Y.Doc): Y.Map<ChosenMacro> => doc.getMap("macros");

/** What work it was (a call, a visit …), under the one key "activity". */
export const aboutOf = (doc: Y.Doc): Y.Map<string> => doc.getMap("about");

/** Numbers above leave no room for one after them: numbers have 53 bits. */
const LARGEST_CLIENT = 2 ** 52;

export interface AttachedFile {
  name: string;
  size: number;
  contentType: string;
}

/** As everybody on the draft sees it. */
export interface ChosenMacro {
  name: string;
  version: number;
  statusId: string | null;
  changes: { what: string; to: string | null }[];
}

/** As the server stores it on the entry. */
export interface Source {
  articleId: string;
  passageId: string;
  revision: number;
  title: string;
}

/** Asked at every key: the first letter answers it. */
export const hasText = (doc: Y.Doc): boolean => hasLetters(textOf(doc));

function hasLetters(type: Y.XmlFragment | Y.XmlElement | Y.XmlText): boolean {
  for (let item = type._start; item; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentString && content.str.trim() !== "") return true;
    if (content instanceof Y.ContentType && (content.type instanceof Y.XmlText || content.type instanceof Y.XmlElement) && hasLetters(content.type)) return true;
  }
  return false;
}

export function appendLines(doc: Y.Doc, lines: readonly string[]): void {
  const text = textOf(doc);
  text.insert(text.length, lines.map(paragraphOf));
}

/**
 * An update that puts `lines` at the end of `doc`.
 * @param after Updates that the lines follow when they meet in one document, though `doc` has them not (a merge brings both to another ticket).
 */
export const linesAsUpdate = (doc: Y.Doc, lines: readonly string[], after: readonly Uint8Array[]): Uint8Array =>
  changed(doc, (text) => text.insert(text.length, lines.map(paragraphOf)), clientAfter(after));

/**
 * An update after which `next`, which says what `doc` said when its epoch ended, says what `doc` says now: an article's next draft begins with the
 * article, and what was typed after stands in its place in it.
 * @param doc With all of `ended` in it.
 * @param ended As for {@link typedAfter}.
 * @returns Null when nothing was typed after, or `next` says something else.
 */
export function rewritten(doc: Y.Doc, ended: readonly Uint8Array[], next: Y.Doc): Uint8Array | null {
  if (ended.length === 0) return null;
  const written = new Y.Doc();
  for (const piece of ended) Y.applyUpdate(written, piece);
  const [was, is] = [shownIn(written), shownIn(doc)];
  written.destroy();
  if (same(was, is) || !same(was, shownIn(next))) return null;
  // Lines that are as they were stay untouched: somebody may be writing in them by now.
  if (was.length === is.length) return changed(next, (text) => is.forEach((line, at) => line !== was[at] && (text.delete(at, 1), text.insert(at, [paragraphOf(line)]))));
  let [head, tail] = [0, 0];
  const least = Math.min(was.length, is.length);
  while (head < least && was[head] === is[head]) head++;
  while (tail < least - head && was.at(-1 - tail) === is.at(-1 - tail)) tail++;
  return changed(next, (text) => {
    text.delete(head, was.length - tail - head);
    text.insert(head, is.slice(head, is.length - tail).map(paragraphOf));
  });
}

const shownIn = (doc: Y.Doc): string[] => textOf(doc).toArray().map((block) => (block instanceof Y.XmlElement ? block.toArray().join("") : ""));

/** What `change` does to a copy of `doc`, as an update. */
function changed(doc: Y.Doc, change: (text: Y.XmlFragment) => void, client?: number): Uint8Array {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const before = Y.encodeStateVector(copy);
  if (client !== undefined) copy.clientID = client;
  copy.transact(() => change(textOf(copy)));
  const update = Y.encodeStateAsUpdate(copy, before);
  copy.destroy();
  return update;
}

function paragraphOf(line: string): Y.XmlElement {
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, line === "" ? [] : [new Y.XmlText(line)]);
  return paragraph;
}

/** What several clients put in the same place without knowing of each other stands there in the order of their numbers. It is a random one, so that no two have it. */
function clientAfter(updates: readonly Uint8Array[]): number {
  const clients = updates.flatMap((update) => [...Y.parseUpdateMeta(update).to.keys()]).filter((client) => client < LARGEST_CLIENT);
  return Math.max(0, ...clients) + 1 + new Y.Doc().clientID;
}

/** All of `doc`. What was deleted is no longer in it, even where an undo could bring it back here. */
export function wholeOf(doc: Y.Doc, after?: Uint8Array): Uint8Array {
  const swept = new Y.Doc();
  Y.applyUpdate(swept, Y.encodeStateAsUpdate(doc));
  const whole = Y.encodeStateAsUpdate(swept, after);
  swept.destroy();
  return whole;
}

/** What `unsent` brought into `doc`, as it stands now. */
export function condensed(doc: Y.Doc, unsent: Uint8Array): Uint8Array {
  const known = Y.decodeStateVector(Y.encodeStateVector(doc));
  for (const [client, clock] of Y.parseUpdateMeta(unsent).from) known.set(client, Math.min(clock, known.get(client) ?? clock));
  return wholeOf(doc, Y.encodeStateVector(known));
}

/** Does `doc` have anything that `other` has not? */
export function hasMoreThan(doc: Y.Doc, other: Y.Doc): boolean {
  const both = new Y.Doc();
  Y.applyUpdate(both, Y.encodeStateAsUpdate(other));
  Y.applyUpdate(both, Y.encodeStateAsUpdate(doc));
  const more = !Y.equalSnapshots(Y.snapshot(both), Y.snapshot(other));
  both.destroy();
  return more;
}

/**
 * The letters in `pieces` that the finished epoch did not have when it ended: what somebody typed after. What was sent does not come back.
 * @param ended The finished epoch's whole document, in pieces; none when the server no longer has it.
 */
export function typedAfter(ended: readonly Uint8Array[], pieces: readonly Uint8Array[]): string[] {
  if (ended.length === 0) return lettersOf(pieces).filter((line) => line.trim() !== "");
  const doc = new Y.Doc();
  for (const piece of ended) Y.applyUpdate(doc, piece);
  const known = Y.decodeStateVector(Y.encodeStateVector(doc));
  for (const piece of pieces) Y.applyUpdate(doc, piece);
  const waitsForMore = doc.store.pendingStructs !== null;
  const lines = waitsForMore ? lettersOf(pieces) : linesOf(textOf(doc), (client, clock) => clock >= (known.get(client) ?? 0));
  doc.destroy();
  return lines.filter((line) => line.trim() !== "");
}

/**
 * What was attached or chosen in `doc` after its epoch ended goes into `next`. What was sent does not come back.
 * @param doc With all of `ended` in it.
 * @param ended As for {@link typedAfter}; without it nobody can tell what was sent.
 * @returns Whether there was anything.
 */
export function carryChoices(doc: Y.Doc, ended: readonly Uint8Array[], next: Y.Doc): boolean {
  if (ended.length === 0) return false;
  const sent = new Y.Doc();
  for (const piece of ended) Y.applyUpdate(sent, piece);
  const after = ([filesOf, macrosOf, sourcesOf, aboutOf] as readonly ((of: Y.Doc) => Y.Map<unknown>)[]).flatMap((mapOf) =>
    [...mapOf(doc).entries()].filter(([key, value]) => !same(mapOf(sent).get(key), value)).map(([key, value]) => ({ to: mapOf(next), key, value })),
  );
  next.transact(() => after.forEach(({ to, key, value }) => to.set(key, value)));
  sent.destroy();
  return after.length > 0;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The letters of each block that `wanted` says yes to. */
function linesOf(type: Y.XmlFragment | Y.XmlElement | Y.XmlText, wanted: (client: number, clock: number) => boolean): string[] {
  const lines: string[] = [];
  let line = "";
  for (let item = type._start; item; item = item.right) {
    if (item.deleted) continue;
    const { client, clock } = item.id;
    const content = item.content;
    if (content instanceof Y.ContentString) line += [...Array(content.str.length).keys()].filter((i) => wanted(client, clock + i)).map((i) => content.str[i]).join("");
    else if (content instanceof Y.ContentType) {
      const inner = content.type;
      if (inner instanceof Y.XmlElement && inner.nodeName === "hardBreak") line += wanted(client, clock) ? "\n" : "";
      else if (inner instanceof Y.XmlText || inner instanceof Y.XmlElement) lines.push(...linesOf(inner, wanted));
    }
  }
  return line === "" ? lines : [...lines, ...line.split("\n")];
}

/** The letters of updates by themselves, in the order they were typed and without those that were deleted: for when their document is gone. */
function lettersOf(updates: readonly Uint8Array[]): string[] {
  const lines = [""];
  if (updates.length === 0) return lines;
  const { structs, ds } = Y.decodeUpdate(Y.mergeUpdates([...updates]));
  const isDeleted = (client: number, at: number): boolean => ds.clients.get(client)?.some(({ clock, len }) => at >= clock && at < clock + len) === true;
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    const { client, clock } = struct.id;
    if (struct.content instanceof Y.ContentString) lines[lines.length - 1] += [...Array(struct.content.str.length).keys()].filter((i) => !isDeleted(client, clock + i)).map((i) => (struct.content as Y.ContentString).str[i]).join("");
    else if (struct.content instanceof Y.ContentType) lines.push("");
  }
  return lines;
}
