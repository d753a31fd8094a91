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
export function linesAsUpdate(doc: Y.Doc, lines: readonly string[], after: readonly Uint8Array[]): Uint8Array {
  const written = new Y.Doc();
  Y.applyUpdate(written, Y.encodeStateAsUpdate(doc));
  const before = Y.encodeStateVector(written);
  written.clientID = clientAfter(after);
  appendLines(written, lines);
  const update = Y.encodeStateAsUpdate(written, before);
  written.destroy();
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

/** The letters of updates by themselves, in the order they were typed: for when their document is gone. */
function lettersOf(updates: readonly Uint8Array[]): string[] {
  const lines = [""];
  if (updates.length === 0) return lines;
  for (const struct of Y.decodeUpdate(Y.mergeUpdates([...updates])).structs) {
    if (!(struct instanceof Y.Item)) continue;
    if (struct.content instanceof Y.ContentString) lines[lines.length - 1] += struct.content.str;
    else if (struct.content instanceof Y.ContentType) lines.push("");
  }
  return lines;
}
