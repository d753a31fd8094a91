import type { Editor } from "@tiptap/core";
import { type Shape, icon, make } from "./dom";
import type { Words } from "./words";

interface Tool {
  shape: Shape;
  label: string;
  isOn?: (editor: Editor) => boolean;
  press: (editor: Editor) => void;
}

/** A small toolbar: one stop for Tab, arrows inside it. */
export class Toolbar {
  readonly element: HTMLElement;
  private editor: Editor | null = null;
  private readonly buttons: { button: HTMLButtonElement; tool: Tool }[];
  private readonly linkForm: HTMLFormElement;
  private readonly address: HTMLInputElement;
  private readonly refresh = (): void => this.show();

  constructor(words: Words, asSource: boolean, attach: (() => void) | null) {
    const tools = asSource ? sourceTools(words) : richTools(words, () => this.askForLink());
    if (!asSource) tools.push({ shape: "canned", label: words.canned, press: slash });
    if (attach) tools.push({ shape: "attach", label: words.attach, press: attach });
    this.buttons = tools.map((tool) => ({ tool, button: this.button(tool) }));
    const row = make("div", { class: "composer-tools", role: "toolbar", "aria-label": words.tools }, ...this.buttons.map((b) => b.button));
    row.addEventListener("keydown", (event) => this.move(event));
    this.address = make("input", { type: "text", inputmode: "url", class: "composer-link-address", placeholder: "https://", "aria-label": words.linkAddress });
    const remove = make("button", { type: "button", class: "composer-plain" }, words.linkRemove);
    this.linkForm = make("form", { class: "composer-link", hidden: true }, this.address, make("button", { type: "submit", class: "composer-plain" }, words.linkApply), remove);
    this.linkForm.addEventListener("submit", (event) => this.link(event));
    this.linkForm.addEventListener("keydown", (event) => event.key === "Escape" && this.closeLink());
    remove.addEventListener("click", () => {
      this.editor?.chain().focus().extendMarkRange("link").unsetLink().run();
      this.linkForm.hidden = true;
    });
    this.element = make("div", { class: "composer-toolbar" }, row, this.linkForm);
    this.buttons[0]!.button.tabIndex = 0;
  }

  attachTo(editor: Editor): void {
    this.editor = editor;
    editor.on("transaction", this.refresh);
    this.show();
  }

  private button(tool: Tool): HTMLButtonElement {
    const button = make("button", { type: "button", class: "composer-tool", "aria-label": tool.label, title: tool.label, tabindex: "-1", ...(tool.isOn ? { "aria-pressed": "false" } : {}) }, icon(tool.shape));
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => this.editor && tool.press(this.editor));
    return button;
  }

  private show(): void {
    const editor = this.editor;
    if (!editor || editor.isDestroyed) return;
    for (const { button, tool } of this.buttons) if (tool.isOn) button.setAttribute("aria-pressed", String(tool.isOn(editor)));
  }

  private move(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const from = this.buttons.findIndex((b) => b.button === document.activeElement);
    const rightToLeft = getComputedStyle(this.element).direction === "rtl" ? -1 : 1;
    const to = this.buttons[(from + step * rightToLeft + this.buttons.length) % this.buttons.length]!.button;
    for (const { button } of this.buttons) button.tabIndex = button === to ? 0 : -1;
    to.focus();
  }

  private askForLink(): void {
    this.linkForm.hidden = !this.linkForm.hidden;
    if (this.linkForm.hidden) return;
    this.address.value = String(this.editor?.getAttributes("link")["href"] ?? "");
    this.address.focus();
  }

  private link(event: Event): void {
    event.preventDefault();
    const typed = this.address.value.trim();
    const href = /^[a-z]+:/i.test(typed) ? typed : typed.includes("@") ? `mailto:${typed}` : `https://${typed}`;
    this.linkForm.hidden = true;
    if (typed === "" || !/^(https?:|mailto:)/i.test(href)) return;
    const chain = this.editor?.chain().focus().extendMarkRange("link");
    if (this.editor?.state.selection.empty && !this.editor.isActive("link")) chain?.insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain?.setLink({ href }).run();
  }

  private closeLink(): void {
    this.linkForm.hidden = true;
    this.editor?.commands.focus();
  }
}

/** As if "/" was typed: what is typed next chooses from the list that it opens. */
function slash(editor: Editor): void {
  const { $from } = editor.state.selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc");
  editor.chain().focus().insertContent(before === "" || /[\s\ufffc]$/u.test(before) ? "/" : " /").run();
}

function richTools(words: Words, link: () => void): Tool[] {
  return [
    { shape: "bold", label: words.bold, isOn: (e) => e.isActive("bold"), press: (e) => e.chain().focus().toggleBold().run() },
    { shape: "italic", label: words.italic, isOn: (e) => e.isActive("italic"), press: (e) => e.chain().focus().toggleItalic().run() },
    { shape: "heading", label: words.heading, isOn: (e) => e.isActive("heading"), press: (e) => e.chain().focus().toggleHeading({ level: 2 }).run() },
    { shape: "bullets", label: words.bullets, isOn: (e) => e.isActive("bulletList"), press: (e) => e.chain().focus().toggleBulletList().run() },
    { shape: "numbers", label: words.numbers, isOn: (e) => e.isActive("orderedList"), press: (e) => e.chain().focus().toggleOrderedList().run() },
    { shape: "quote", label: words.quote, isOn: (e) => e.isActive("blockquote"), press: (e) => e.chain().focus().toggleBlockquote().run() },
    { shape: "code", label: words.code, isOn: (e) => e.isActive("code"), press: (e) => e.chain().focus().toggleCode().run() },
    { shape: "codeBlock", label: words.codeBlock, isOn: (e) => e.isActive("codeBlock"), press: (e) => e.chain().focus().toggleCodeBlock().run() },
    { shape: "link", label: words.link, isOn: (e) => e.isActive("link"), press: link },
  ];
}

/** In an article's source the tools write Markdown's marks. */
function sourceTools(words: Words): Tool[] {
  const around = (mark: string, after = mark) => (editor: Editor): void => {
    const { from, to } = editor.state.selection;
    const write = editor.state.tr.insertText(after, to).insertText(mark, from);
    editor.view.dispatch(write);
    editor.chain().focus().setTextSelection({ from: from + mark.length, to: to + mark.length }).run();
  };
  const before = (mark: string) => (editor: Editor): void => {
    const write = editor.state.tr;
    const { from, to } = editor.state.selection;
    editor.state.doc.nodesBetween(from, to, (node, at) => {
      if (node.isTextblock) write.insertText(mark, write.mapping.map(at + 1));
    });
    editor.view.dispatch(write);
    editor.commands.focus();
  };
  return [
    { shape: "bold", label: words.bold, press: around("**") },
    { shape: "italic", label: words.italic, press: around("*") },
    { shape: "heading", label: words.heading, press: before("## ") },
    { shape: "bullets", label: words.bullets, press: before("- ") },
    { shape: "numbers", label: words.numbers, press: before("1. ") },
    { shape: "quote", label: words.quote, press: before("> ") },
    { shape: "code", label: words.code, press: around("`") },
    { shape: "link", label: words.link, press: around("[", "](https://)") },
  ];
}
