// The part of Markdown that agents write in a chat, as DOM nodes. Whatever is not recognised stays text.
import { el } from "./dom";

const safe = /^(https?:\/\/|mailto:)/i;

export function formatted(markdown: string): DocumentFragment {
  const out = document.createDocumentFragment();
  const lines = markdown.split("\n");
  for (let i = 0; i < lines.length;) i = block(lines, i, out);
  return out;
}

/** A visitor's own words: text with its line breaks, and addresses that can be followed. */
export function plain(text: string): DocumentFragment {
  const out = document.createDocumentFragment();
  out.append(paragraph(text.split("\n"), linked));
  return out;
}

function block(lines: string[], at: number, out: DocumentFragment): number {
  const line = lines[at];
  if (!line.trim()) return at + 1;
  if (/^\s*```/.test(line)) return fence(lines, at, out);
  const heading = /^#{1,6}\s+(.*)$/.exec(line);
  if (heading) { out.append(el("p", { class: "heading" }, ...inline(heading[1]))); return at + 1; }
  for (const [pattern, name] of [[/^\s*[-*+]\s+/, "ul"], [/^\s*\d{1,9}[.)]\s+/, "ol"], [/^\s*>\s?/, "blockquote"]] as const)
    if (pattern.test(line)) return run(lines, at, out, pattern, name);
  let end = at;
  while (end < lines.length && lines[end].trim() && (end === at || !/^\s*(```|[-*+]\s|\d{1,9}[.)]\s|>|#{1,6}\s)/.test(lines[end]))) end++;
  out.append(paragraph(lines.slice(at, end), inline));
  return end;
}

function fence(lines: string[], at: number, out: DocumentFragment): number {
  let end = at + 1;
  while (end < lines.length && !/^\s*```\s*$/.test(lines[end])) end++;
  out.append(el("pre", {}, el("code", {}, lines.slice(at + 1, end).join("\n"))));
  return end + 1;
}

function run(lines: string[], at: number, out: DocumentFragment, pattern: RegExp, name: "ul" | "ol" | "blockquote"): number {
  let end = at;
  while (end < lines.length && pattern.test(lines[end])) end++;
  const items = lines.slice(at, end).map((l) => l.replace(pattern, ""));
  out.append(name === "blockquote" ? el(name, {}, paragraph(items, inline)) : el(name, {}, ...items.map((i) => el("li", {}, ...inline(i)))));
  return end;
}

function paragraph(lines: string[], render: (text: string) => Node[]): HTMLElement {
  const p = el("p", { dir: "auto" });
  lines.forEach((line, i) => p.append(...(i ? [el("br")] : []), ...render(line.replace(/ {2,}$|\\$/, ""))));
  return p;
}

const spans = /(`[^`]+`)|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|(?<![\w])_([^_\s][^_]*)_(?![\w])|~~([^~]+)~~|!?\[([^\]]*)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"']+)|\\([\\`*_{}[\]()#+\-.!>~|])/g;

function inline(text: string): Node[] {
  const out: Node[] = [];
  let last = 0;
  for (const m of text.matchAll(spans)) {
    if (m.index > last) out.push(document.createTextNode(text.slice(last, m.index)));
    out.push(span(m));
    last = m.index + m[0].length;
  }
  if (last < text.length) out.push(document.createTextNode(text.slice(last)));
  return out;
}

function span(m: RegExpMatchArray): Node {
  const [whole, code, strong, strong2, em, em2, struck, label, target, address, escaped] = m;
  if (code) return el("code", {}, code.slice(1, -1));
  if (strong ?? strong2) return el("strong", {}, ...inline(strong ?? strong2));
  if (em ?? em2) return el("em", {}, ...inline(em ?? em2));
  if (struck) return el("s", {}, ...inline(struck));
  if (target) return safe.test(target) ? link(target, label || target) : document.createTextNode(whole);
  if (address) return link(address, address);
  return document.createTextNode(escaped);
}

function linked(text: string): Node[] {
  return text.split(/(https?:\/\/[^\s<>"']+)/).filter(Boolean).map((part) => /^https?:\/\//.test(part) ? link(part, part) : document.createTextNode(part));
}

const link = (href: string, label: string): HTMLElement =>
  el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", dir: "auto" }, label);
