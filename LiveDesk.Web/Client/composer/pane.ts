import type { Editor } from "@tiptap/core";
import { yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import { Bars } from "./bars";
import type { Draft } from "./draft";
import type { DraftEvent, Saved } from "./draftEvents";
import { type Source, sourcesOf, textOf } from "./document";
import { make } from "./dom";
import { canned } from "./canned";
import { contentOf, markdownOf } from "./content";
import { LONGEST_PASTE, makeEditor } from "./editor";
import { Files } from "./files";
import { Joining } from "./joining";
import { MacroChips } from "./macros";
import { mentions } from "./mention";
import type { Picker } from "./picker";
import type { Selected } from "./recall";
import { Toolbar } from "./toolbar";
import type { Canned, Colleague, Meanwhile } from "./messages";
import { type Words, fill } from "./words";

// One of the composer's texts (reply, note, article): its editor, files and bars, bound to its draft.

export interface PaneAsk {
  draft: Draft;
  desk: string;
  words: Words;
  label: string;
  placeholder: string;
  changed(): void;
  typed(): void;
  send(): void;
  /** With what followed the last time. */
  sendAs(): void;
  writeNote(): void;
  /** A macro's text is for colleagues: it goes into the note. */
  noteFrom(macro: Canned): void;
  takeOver(): Promise<void>;
  /** Who may be asked to read it. */
  colleagues(): Promise<Colleague[]>;
  askForReview(colleague: Colleague): void;
  /** Whom a note can name. */
  mentionable(): Promise<Colleague[]>;
  /** The canned responses, filled in for the ticket. */
  canned(): Promise<Canned[]>;
}

export class Pane {
  readonly element: HTMLElement;
  readonly files: Files;
  readonly bars: Bars;
  private readonly macros: MacroChips;
  private readonly asSource: boolean;
  private readonly toolbar: Toolbar;
  private readonly place = make("div", { class: "composer-place" });
  private readonly stopWatching: () => void;
  /** An article has none: it is not said to one customer. */
  private readonly canned: Picker<Canned> | null;
  private editor: Editor;
  private readonly joining: Joining;

  constructor(private readonly ask: PaneAsk) {
    const { words, draft } = ask;
    this.asSource = draft.where.audience === "article";
    this.files = new Files(ask.desk, words, ask.changed);
    this.bars = new Bars(words.dismiss);
    this.macros = new MacroChips(words, () => ask.changed());
    const picker = make("input", { type: "file", multiple: true, hidden: true, "data-testid": "composer-files", "aria-label": words.attach });
    picker.addEventListener("change", () => {
      this.files.add([...(picker.files ?? [])]);
      picker.value = "";
    });
    this.toolbar = new Toolbar(words, this.asSource, this.asSource ? null : () => picker.click());
    this.element = make("div", { class: "composer-pane", role: "tabpanel", "aria-label": ask.label }, this.bars.element, this.toolbar.element, this.place, this.files.element, this.macros.element, picker);
    this.canned = this.asSource ? null : canned(words, ask.canned, { isNote: draft.where.audience === "note", chosen: (response) => this.chose(response) });
    this.joining = new Joining({ ...ask, bars: this.bars, editor: () => this.editor });
    this.editor = this.bind();
    this.stopWatching = draft.watch((event) => this.hear(event));
  }

  get draft(): Draft {
    return this.ask.draft;
  }

  get markdown(): string {
    return markdownOf(this.editor.state.doc, this.asSource);
  }

  /** What stands in the document, as Markdown, though this pane may have been taken off the page meanwhile. */
  get written(): string {
    return markdownOf(yXmlFragmentToProseMirrorRootNode(textOf(this.draft.doc), this.editor.schema), this.asSource);
  }

  /** At once: the editor's own command waits for a frame, and keys struck until then would go elsewhere. */
  focus(selection?: Selected): void {
    if (this.bars.isShown("replying")) return this.bars.focus("replying");
    if (selection) this.editor.commands.setTextSelection({ from: selection.anchor, to: selection.head });
    this.editor.view.focus();
  }

  get selected(): Selected {
    const { anchor, head } = this.editor.state.selection;
    return { anchor, head };
  }

  insert(markdown: string, sources: readonly Source[]): void {
    this.joining.join();
    const content = contentOf(this.editor.schema, markdown, this.asSource);
    const { doc, selection } = this.editor.state;
    const empty = doc.textContent === "" && doc.childCount <= 1;
    const after = selection.$to.depth > 0 && this.editor.isFocused ? selection.$to.after(1) : doc.content.size;
    const at = empty ? { from: 0, to: doc.content.size } : { from: after, to: after };
    this.editor.view.dispatch(this.editor.state.tr.replaceWith(at.from, at.to, content).scrollIntoView());
    for (const source of sources) sourcesOf(this.draft.doc).set(source.passageId, source);
    this.editor.commands.focus("end");
  }

  /** A canned response that was chosen elsewhere, with all that it does. */
  take(response: Canned): void {
    if (response.text !== "") this.insert(response.text, []);
    this.macros.add(response);
  }

  /** Its text stands in the editor, or belongs into the note; what it does is shown until it is done. */
  private chose(response: Canned): void {
    const { macro } = response;
    if (!macro) return;
    if (macro.problem) this.bars.show("problem", macro.problem);
    else if (macro.asNote && this.draft.where.audience === "reply") this.ask.noteFrom(response);
    else this.macros.add(response);
  }

  cannedChanged(): void {
    this.canned?.lookAgain();
  }

  showCustomerWrote(meanwhile: Meanwhile): void {
    const { words } = this.ask;
    this.bars.show("customer", fill(words.customerWrote, meanwhile.by), { quote: meanwhile.text, actions: [{ label: words.seen, press: () => this.draft.saw(meanwhile.entryId) }] });
  }

  destroy(): void {
    this.stopWatching();
    this.files.stop();
    this.macros.hide();
    this.editor.destroy();
    this.element.remove();
  }

  private bind(): Editor {
    const { ask } = this;
    const editor = makeEditor({
      doc: ask.draft.doc,
      awareness: ask.draft.hands.awareness,
      asSource: this.asSource,
      label: ask.label,
      placeholder: ask.placeholder,
      isKnown: () => !this.asSource || ask.draft.isKnown,
      pickers: [this.mentions(), ...(this.canned ? [this.canned] : [])],
      onFiles: (files) => !this.asSource && this.files.add(files),
      onTooLong: (length) => this.bars.show("problem", fill(ask.words.tooLong, number(length), number(LONGEST_PASTE))),
      onSend: ask.send,
      onSendAs: ask.sendAs,
      onTyped: () => this.wasTyped(),
    });
    this.place.replaceChildren(editor.view.dom);
    this.toolbar.attachTo(editor);
    this.files.show(ask.draft.doc);
    this.macros.show(ask.draft.doc);
    return editor;
  }

  /** A colleague's name is for colleagues: in a note it stays, and they are told when the note is left. Elsewhere they are asked to read. */
  private mentions(): Picker<Colleague> {
    const { words, draft, colleagues, askForReview, mentionable } = this.ask;
    const { department } = words;
    if (draft.where.audience !== "note") return mentions({ label: words.askReview, department, colleagues, leaves: () => "", chosen: askForReview });
    return mentions({ label: words.mention, department, colleagues: mentionable, leaves: ({ name }) => `@${name}`, chosen: ({ name }) => this.bars.show("notice", fill(words.mentioned, name)) });
  }

  private hear(event: DraftEvent): void {
    const { words } = this.ask;
    if (event.kind === "anew") this.rebind(event.carried);
    else if (event.kind === "refused") this.bars.show("problem", event.sentence ?? words.tooMuch);
    else if (event.kind === "unsaved") this.bars.show("unsaved", words.unsaved);
    else if (event.kind === "saved") this.stands(event.state);
    else if (event.kind === "gone") this.close();
    else if (event.kind === "hands") this.joining.look();
    else if (event.kind === "takenOver") this.bars.show("notice", fill(words.takenOver, event.by));
    else if (event.kind === "signedOut") this.askToSignIn();
    else if (event.kind === "customerWrote") this.showCustomerWrote(event.meanwhile);
    if (event.kind === "carried" || (event.kind === "anew" && event.carried)) this.bars.show("notice", words.carried);
    this.ask.changed();
  }

  private rebind(carried: boolean): void {
    const { selected } = this;
    const hadFocus = this.editor.isFocused;
    this.editor.destroy();
    this.editor = this.bind();
    this.joining.hasJoined = carried;
    this.joining.look();
    this.bars.hide("customer");
    if (!carried) this.bars.hide("problem");
    // Where they were typing: in an article at the same letter, else behind what was carried.
    const end = this.editor.state.doc.content.size;
    if (hadFocus) this.focus(this.asSource ? selected : { anchor: end, head: end });
  }

  private wasTyped(): void {
    this.joining.hasJoined = true;
    this.draft.hands.write(this.draft.hasText);
    this.ask.typed();
  }

  private stands(state: Saved): void {
    if (this.asSource && this.draft.isKnown && state !== "offline" && !this.editor.isEditable) this.editor.setEditable(true, false);
    if (state !== "saved") return;
    this.bars.hide("unsaved");
    this.bars.hide("signedOut");
  }

  private askToSignIn(): void {
    const { words } = this.ask;
    if (this.bars.isShown("signedOut")) return;
    this.bars.show("signedOut", words.signedOut, { canClose: false, actions: [{ label: words.signIn, testId: "composer-sign-in", stays: true, press: () => void open("/sign-in?returnUrl=/welcome-back", "livedesk-sign-in", "popup,width=480,height=680") }] });
  }

  /** The text stays to be read and copied; it goes nowhere any more. */
  private close(): void {
    this.editor.setEditable(false);
    this.bars.show("problem", this.ask.words.gone);
  }
}

const number = (value: number): string => new Intl.NumberFormat(document.documentElement.lang || "en").format(value);
