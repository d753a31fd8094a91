import type { Node, ResolvedPos } from "@tiptap/pm/model";

const FENCE = /^ {0,3}(```|~~~)/;

/** Is this place in code: in a block, in a run of it that may be open yet, or between the fences of an article's Markdown? There an "@" is nobody. */
export function inCode(doc: Node, place: ResolvedPos): boolean {
  const { parent } = place;
  if (parent.type.spec.code || place.marks().some((mark) => mark.type.name === "code")) return true;
  const isBegun = parent.textBetween(0, place.parentOffset, undefined, " ").split("`").length % 2 === 0;
  return isBegun || (!doc.type.schema.nodes["codeBlock"] && isFenced(doc, place.index(0)));
}

function isFenced(doc: Node, line: number): boolean {
  let fences = 0;
  for (let above = 0; above < line; above++) if (FENCE.test(doc.child(above).textContent)) fences++;
  return fences % 2 === 1;
}
