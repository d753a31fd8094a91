import { Fragment, type Node, type Schema, Slice } from "@tiptap/pm/model";
import { parseMarkdown, toMarkdown } from "./markdown";

// What is in an editor, as Markdown and back. A message is what its Markdown means; an article is its Markdown, line by line.

export const markdownOf = (doc: Node, asSource: boolean): string => (asSource ? sourceOf(doc) : toMarkdown(doc));

export const contentOf = (schema: Schema, markdown: string, asSource: boolean): Fragment => (asSource ? sourceLines(schema, markdown) : parseMarkdown(schema, markdown));

/** Text that is one paragraph joins the line it is put into. */
export const openSlice = (content: Fragment): Slice => new Slice(content, content.firstChild?.isTextblock ? 1 : 0, content.lastChild?.isTextblock ? 1 : 0);

/** One paragraph is one line of Markdown. */
function sourceLines(schema: Schema, markdown: string): Fragment {
  return Fragment.from(markdown.split("\n").map((line) => schema.nodes["paragraph"]!.create(null, line === "" ? null : schema.text(line))));
}

function sourceOf(doc: Node): string {
  const lines: string[] = [];
  doc.forEach((line) => lines.push(line.textContent));
  return lines.join("\n");
}
