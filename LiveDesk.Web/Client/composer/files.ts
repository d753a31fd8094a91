import type * as Y from "yjs";
import { type AttachedFile, filesOf } from "./document";
import { icon, make } from "./dom";
import { type Upload, sizeInWords, upload } from "./upload";
import { type Words, fill } from "./words";

/** The files that go with the text: on their way, there, or failed. What is there is in the document, so that everybody on the draft sees it. */
export class Files {
  readonly element = make("ul", { class: "composer-files", hidden: true });
  private readonly underway = new Map<HTMLElement, Upload>();
  private doc: Y.Doc | null = null;
  private readonly redraw = (): void => this.draw();

  constructor(
    private readonly desk: string,
    private readonly words: Words,
    private readonly changed: () => void,
  ) {}

  get isUploading(): boolean {
    return this.underway.size > 0;
  }

  /** Is there any file to be sent? */
  get isFilled(): boolean {
    return this.doc !== null && filesOf(this.doc).size > 0;
  }

  show(doc: Y.Doc): void {
    this.hide();
    this.doc = doc;
    filesOf(doc).observe(this.redraw);
    this.draw();
  }

  hide(): void {
    if (this.doc) filesOf(this.doc).unobserve(this.redraw);
    this.doc = null;
  }

  stop(): void {
    for (const running of this.underway.values()) running.stop();
    this.underway.clear();
    this.hide();
  }

  add(files: readonly File[]): void {
    for (const file of files) this.start(file);
  }

  private start(file: File): void {
    const bar = make("progress", { max: "1", value: "0", "aria-label": fill(this.words.uploading, file.name) });
    const chip = make("li", { class: "composer-file", "data-state": "uploading" }, icon("file"), make("span", { class: "composer-file-name" }, file.name), bar);
    const stop = this.button(file.name, () => {
      this.underway.get(chip)?.stop();
      this.settle(chip);
      chip.remove();
      this.showOrHide();
    });
    chip.append(stop);
    this.element.append(chip);
    this.showOrHide();
    const into = this.doc;
    this.underway.set(
      chip,
      upload(
        file,
        this.desk,
        (share) => (bar.value = share),
        (id, there) => {
          this.settle(chip);
          chip.remove();
          // The text it was for may have been sent meanwhile: then it goes with what is written now.
          const doc = this.doc ?? into;
          if (doc) filesOf(doc).set(id, there);
          this.showOrHide();
        },
        (sentence) => {
          this.settle(chip);
          chip.dataset["state"] = "failed";
          bar.replaceWith(make("span", { class: "composer-file-problem", role: "alert" }, sentence ?? this.words.uploadFailed));
        },
      ),
    );
    this.changed();
  }

  private settle(chip: HTMLElement): void {
    this.underway.delete(chip);
    this.changed();
  }

  private draw(): void {
    for (const old of this.element.querySelectorAll("[data-state=there]")) old.remove();
    if (this.doc) this.element.prepend(...[...filesOf(this.doc).entries()].map(([id, file]) => this.there(id, file)));
    this.showOrHide();
  }

  private there(id: string, file: AttachedFile): HTMLElement {
    const size = make("span", { class: "composer-file-size" }, sizeInWords(file.size, document.documentElement.lang || "en"));
    const doc = this.doc;
    return make("li", { class: "composer-file", "data-state": "there", "data-id": id }, icon("file"), make("span", { class: "composer-file-name" }, file.name), size, this.button(file.name, () => doc && filesOf(doc).delete(id)));
  }

  private button(name: string, press: () => void): HTMLButtonElement {
    const label = fill(this.words.removeFile, name);
    const button = make("button", { type: "button", class: "composer-file-remove", "aria-label": label, title: label }, icon("close"));
    button.addEventListener("click", press);
    return button;
  }

  private showOrHide(): void {
    this.element.hidden = this.element.childElementCount === 0;
  }
}
