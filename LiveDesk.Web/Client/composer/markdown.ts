import MarkdownIt from "markdown-it";
import { type Node, type Schema, Fragment } from "@tiptap/pm/model";
import { MarkdownParser, MarkdownSerializer, type MarkdownSerializerState, defaultMarkdownSerializer } from "prosemirror-markdown";

// Markdown in and out of the editor. HTML is never parsed: "<b>" is the four letters < b > and so on, in both directions.

const tokenizer = new MarkdownIt("commonmark", { html: false, linkify: true }).enable("linkify").disable("image");
tokenizer.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

export function parseMarkdown(schema: Schema, markdown: string): Fragment {
  const parser = new MarkdownParser(schema, tokenizer, {
    paragraph: { block: "paragraph" },
    blockquote: { block: "blockquote" },
    list_item: { block: "listItem" },
    bullet_list: { block: "bulletList" },
    ordered_list: { block: "orderedList", getAttrs: (token) => ({ start: Number(token.attrGet("start") ?? 1) }) },
    heading: { block: "heading", getAttrs: (token) => ({ level: Number(token.tag.slice(1)) }) },
    code_block: { block: "codeBlock", noCloseToken: true },
    fence: { block: "codeBlock", getAttrs: (token) => ({ language: token.info || null }), noCloseToken: true },
    hr: { node: "horizontalRule" },
    hardbreak: { node: "hardBreak" },
    softbreak: { node: "hardBreak" },
    em: { mark: "italic" },
    strong: { mark: "bold" },
    link: { mark: "link", getAttrs: (token) => ({ href: token.attrGet("href") }) },
    code_inline: { mark: "code", noCloseToken: true },
  });
  return parser.parse(markdown)?.content ?? Fragment.empty;
}

const { nodes, marks } = defaultMarkdownSerializer;

const serializer = new MarkdownSerializer(
  {
    paragraph: nodes["paragraph"]!,
    blockquote: nodes["blockquote"]!,
    heading: nodes["heading"]!,
    listItem: nodes["list_item"]!,
    bulletList: (state, node) => state.renderList(node, "  ", () => "- "),
    orderedList: (state, node) => {
      const start = Number(node.attrs["start"] ?? 1);
      const widest = String(start + node.childCount - 1).length;
      state.renderList(node, " ".repeat(widest + 2), (i) => `${start + i}. `.padStart(widest + 2));
    },
    codeBlock: (state, node) => {
      const longest = Math.max(2, ...[...node.textContent.matchAll(/`+/g)].map((run) => run[0].length));
      const fence = "`".repeat(longest + 1);
      state.write(`${fence}${node.attrs["language"] ?? ""}\n`);
      state.text(node.textContent, false);
      state.write("\n");
      state.write(fence);
      state.closeBlock(node);
    },
    horizontalRule: (state, node) => {
      state.write("---");
      state.closeBlock(node);
    },
    hardBreak: (state, node, parent, index) => {
      const rest = Array.from({ length: parent.childCount - index - 1 }, (_, i) => parent.child(index + 1 + i));
      if (rest.some((next) => next.type !== node.type)) state.write("\\\n");
    },
    text: writeText,
  },
  { bold: marks["strong"]!, italic: marks["em"]!, link: marks["link"]!, code: marks["code"]! },
  // What would be a tag or an entity elsewhere is spelled so that it stays the letters it is.
  { hardBreakNodeName: "hardBreak", escapeExtraCharacters: /<(?=[a-zA-Z/!?])|&(?=#?\w+;)/g, strict: false },
);

export const toMarkdown = (content: Node): string => serializer.serialize(content, { tightLists: true }).trim();

interface Inner extends MarkdownSerializerState {
  out: string;
  atBlockStart: boolean;
  inAutolink?: boolean;
}

/** A line that begins like a list, a heading or an underline, but is none, is escaped; also after a line break inside a paragraph. */
function writeText(state: MarkdownSerializerState, node: Node): void {
  const inner = state as Inner;
  const atStart = inner.atBlockStart || inner.out === "" || inner.out.endsWith("\n");
  let text = node.text ?? "";
  if (atStart) {
    inner.atBlockStart = true;
    text = text.replace(/^[ \t]+/, (spaces) => "\u00a0".repeat(spaces.length));
  }
  const from = inner.out.length;
  state.text(text, !inner.inAutolink);
  if (!atStart) return;
  const written = inner.out.slice(from);
  inner.out = inner.out.slice(0, from) + written.replace(/^(\s*(?:> |  )*\d+)\)(?=\s|$)/, "$1\\)").replace(/^(=+\s*)$/, "\\$1");
}
