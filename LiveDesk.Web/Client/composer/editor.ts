import { Editor, Extension, type Extensions } from "@tiptap/core";
import Collaboration from "@tiptap/extension-collaboration";
import CollaborationCaret from "@tiptap/extension-collaboration-caret";
import Placeholder from "@tiptap/extension-placeholder";
import { Fragment, type Schema } from "@tiptap/pm/model";
import { type EditorState, Plugin } from "@tiptap/pm/state";
import StarterKit from "@tiptap/starter-kit";
import type { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";
import { keyOf } from "../desk/keys";
import { contentOf, markdownOf, openSlice } from "./content";
import { textOf } from "./document";
import { make } from "./dom";
import type { Hand } from "./hands";

// The editor of a text: Tiptap on the draft's document, with others' cursors in it, and what may come in by paste.

/** In one piece; more is refused with a sentence, so that no single update outgrows what the server takes. */
export const LONGEST_PASTE = 80_000;

/** What it needs of a picker, whatever there is to choose. */
export interface ListAtCaret {
  readonly extension: Extension;
  attributes(state: EditorState): Record<string, string> | null;
}

const CLOSED = { role: "textbox", "aria-multiline": "true" };

export interface EditorAsk {
  doc: Doc;
  /** Whose cursors are shown in it. */
  awareness: Awareness;
  /** A message is written as it will look; an article as its Markdown, because an article may use more of Markdown than this editor shows. */
  asSource: boolean;
  label: string;
  placeholder: string;
  /** False until what is in the document is known: what is typed over an article that has not come yet would stand beside it. */
  isKnown(): boolean;
  pickers: readonly ListAtCaret[];
  onFiles(files: File[]): void;
  onTooLong(length: number): void;
  onSend(): void;
  onSendAs(): void;
  onTyped(): void;
}

export function makeEditor(ask: EditorAsk): Editor {
  const attributes = (state: EditorState): Record<string, string> => ({
    "data-testid": ask.asSource ? "article-editor" : "composer-editor",
    ...(ask.pickers.map((picker) => picker.attributes(state)).find((open) => open !== null) ?? CLOSED),
    "aria-label": ask.label,
    dir: "auto",
    class: "composer-text",
    spellcheck: "true",
    ...(ask.isKnown() ? {} : { "aria-readonly": "true" }),
  });
  const editor = new Editor({
    editable: ask.isKnown(),
    extensions: [...schemaOf(ask.asSource), Collaboration.configure({ fragment: textOf(ask.doc) }), cursors(ask.awareness), Placeholder.configure({ placeholder: ask.placeholder }), ...ask.pickers.map((picker) => picker.extension), keysAndPaste(ask)],
    editorProps: { attributes },
    enableInputRules: !ask.asSource,
    enablePasteRules: false,
    injectCSS: false,
    onUpdate: ({ transaction }) => {
      if (!transaction.getMeta("y-sync$")) ask.onTyped();
    },
  });
  // They follow the state. The editor's constructor takes attributes that stand still only.
  editor.view.setProps({ attributes });
  return editor;
}

/** Others' cursors and selections, each in its person's colour and with the name. */
const cursors = (awareness: Awareness) =>
  CollaborationCaret.configure({
    provider: { awareness },
    user: {},
    render: (user) => {
      const hand = user as unknown as Hand;
      return make("span", { class: `composer-caret hand-${hand.colour}`, "data-testid": "remote-cursor", "data-person": hand.name }, make("span", { class: "composer-caret-name" }, hand.name));
    },
    selectionRender: (user) => ({ class: `composer-selected hand-${(user as unknown as Hand).colour}` }),
  });

function schemaOf(asSource: boolean): Extensions {
  const none = { blockquote: false, bold: false, bulletList: false, code: false, codeBlock: false, hardBreak: false, heading: false, horizontalRule: false, italic: false, link: false, listItem: false, listKeymap: false, orderedList: false } as const;
  const common = { undoRedo: false, underline: false, strike: false, trailingNode: false } as const;
  return [
    StarterKit.configure(
      asSource
        ? { ...common, ...none }
        : {
            ...common,
            heading: { levels: [1, 2, 3] },
            link: { openOnClick: false, autolink: true, linkOnPaste: false, protocols: ["http", "https", "mailto"], defaultProtocol: "https", isAllowedUri: (uri) => /^(https?:|mailto:)/i.test(uri) },
          },
    ),
  ];
}

function keysAndPaste(ask: EditorAsk): Extension {
  const paste = (transfer: DataTransfer | null, insert: (text: string) => void): boolean => {
    if (!transfer) return false;
    if (transfer.files.length > 0) {
      ask.onFiles([...transfer.files]);
      return true;
    }
    // Only plain text comes in, read as Markdown: HTML of other programs never reaches the page.
    const text = transfer.getData("text/plain").replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f]/g, "");
    if (text.length > LONGEST_PASTE) ask.onTooLong(text.length);
    else if (text !== "") insert(text);
    return true;
  };
  return Extension.create({
    name: "composer",
    addKeyboardShortcuts() {
      return {
        [keyOf("send")]: () => {
          ask.onSend();
          return true;
        },
        [keyOf("sendAs")]: () => {
          ask.onSendAs();
          return true;
        },
      };
    },
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handlePaste: (view, event) =>
            paste(event.clipboardData, (text) => {
              const inCode = view.state.selection.$from.parent.type.spec.code === true;
              view.dispatch(inCode ? view.state.tr.insertText(text).scrollIntoView() : view.state.tr.replaceSelection(openSlice(contentOf(view.state.schema, text, ask.asSource))).scrollIntoView());
            }),
          handleDrop: (view, event, _slice, moved) => {
            if (moved) return false;
            return paste(event.dataTransfer, (text) => {
              const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.doc.content.size;
              view.dispatch(view.state.tr.replaceRange(at, at, openSlice(contentOf(view.state.schema, text, ask.asSource))));
            });
          },
          // Copying inside the editor goes through Markdown too, so formats survive the way out and back.
          clipboardTextSerializer: (slice, view) => markdownOf(view.state.schema.topNodeType.create(null, asBlocks(view.state.schema, slice.content)), ask.asSource),
        },
      }),
    ],
  });
}

const asBlocks = (schema: Schema, content: Fragment): Fragment => (content.firstChild?.isInline ? Fragment.from(schema.nodes["paragraph"]!.create(null, content)) : content);
