import * as Y from "yjs";

// What a draft's Yjs document holds. These names are stored in databases: they never change.

/** The text, as the editor's blocks. */
export const textOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment("text");
/** Files to be sent with it, by id. */
export const filesOf = (doc: Y.Doc): Y.Map<AttachedFile> => doc.getMap("files");
/** The passages that an assisted text was drafted from, by passage id. */
export const sourcesOf = (doc: Y.Doc): Y.Map<Source> => doc.getMap("sources");

/** Numbers above leave no room for one after them: numbers have 53 bits. */
const LARGEST_CLIENT = 2 ** 52;

export interface AttachedFile {
  name: string;
  size: number;
  contentType: string;
}

/** As the server stores it on the entry. */
export interface Source {
  articleId: string;
  passageId: string;
  revision: number;
  title: string;
}

export function hasText(doc: Y.Doc): boolean {
  return linesOf(textOf(doc), () => true).some((line) => line.trim() !== "");
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
