// Files under way: chips beside the box with progress and a way to stop.
import { el, icon, icons } from "./dom";
import type { FileRef } from "./protocol";
import type { Words } from "./words";

interface Chip { element: HTMLElement; file: FileRef | null }

export class Uploads {
  private readonly chips = new Set<Chip>();

  constructor(private readonly desk: string, private readonly most: number, private readonly words: Words, private readonly list: HTMLElement,
    private readonly token: () => string | null, private readonly changed: () => void) {}

  get ready(): FileRef[] { return [...this.chips].flatMap((c) => c.file ?? []); }
  get underWay(): boolean { return [...this.chips].some((c) => !c.file && c.element.dataset.state === "uploading"); }

  restore(files: FileRef[]): void { for (const file of files) this.show(file.name).file = file; this.markRestored(); }

  clear(): void {
    for (const chip of [...this.chips]) if (chip.file) this.remove(chip);
  }

  add(file: File): void {
    const chip = this.show(file.name);
    const say = chip.element.querySelector("span")!;
    if (file.size > this.most) { this.fail(chip, say, this.words.tooLarge(size(this.most))); return; }
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.addEventListener("progress", (e) => { if (e.lengthComputable) this.progress(chip, say, file.name, Math.floor(100 * e.loaded / e.total)); });
    request.addEventListener("load", () => {
      if (request.status === 200) this.done(chip, say, request.response as FileRef);
      else this.fail(chip, say, (request.response as { detail?: string } | null)?.detail ?? this.words.uploadFailed);
    });
    request.addEventListener("error", () => this.fail(chip, say, this.words.uploadFailed, () => { this.remove(chip); this.add(file); }));
    chip.element.querySelector("button")!.addEventListener("click", () => request.abort());
    void this.whenKnown(chip).then((token) => {
      if (token === null) return;
      request.open("POST", `/widget/files?desk=${encodeURIComponent(this.desk)}&name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader("X-LiveDesk-Visitor", token);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.send(file);
    });
  }

  /** A file may be chosen before the desk has given this visitor a token: it waits, until the visitor takes it back (null). */
  private async whenKnown(chip: Chip): Promise<string | null> {
    for (let token = this.token(); ; token = this.token()) {
      if (!this.chips.has(chip)) return null;
      if (token) return token;
      await new Promise((later) => setTimeout(later, 150));
    }
  }

  private show(name: string): Chip {
    const stop = el("button", { type: "button", class: "quiet", "aria-label": `${this.words.cancel}: ${name}` }, icon(icons.close));
    const element = el("li", { class: "chip", "data-testid": "upload", "data-state": "uploading" }, el("span", { dir: "auto" }, this.words.uploading(name, 0)), el("progress", { max: "100", value: "0", "aria-label": name }), stop);
    const chip: Chip = { element, file: null };
    stop.addEventListener("click", () => this.remove(chip));
    this.chips.add(chip);
    this.list.append(element);
    return chip;
  }

  private markRestored(): void {
    for (const chip of this.chips) if (chip.file) this.finish(chip, chip.element.querySelector("span")!, chip.file.name, "done");
  }

  private progress(chip: Chip, say: HTMLElement, name: string, percent: number): void {
    chip.element.querySelector("progress")!.value = percent;
    say.textContent = this.words.uploading(name, percent);
  }

  private done(chip: Chip, say: HTMLElement, file: FileRef): void {
    if (!this.chips.has(chip)) return; // it was cancelled as the answer came
    chip.file = file;
    this.finish(chip, say, file.name, "done");
    this.changed();
  }

  private fail(chip: Chip, say: HTMLElement, why: string, again?: () => void): void {
    this.finish(chip, say, `${say.textContent?.split(":")[0]}: ${why}`, "failed");
    if (!again) return;
    const retry = el("button", { type: "button", class: "link" }, this.words.retry);
    retry.addEventListener("click", again);
    say.after(retry);
  }

  private finish(chip: Chip, say: HTMLElement, text: string, state: "done" | "failed"): void {
    chip.element.dataset.state = state;
    chip.element.querySelector("progress")?.remove();
    say.textContent = text;
  }

  private remove(chip: Chip): void {
    this.chips.delete(chip);
    chip.element.remove();
    this.changed();
  }
}

export function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0)} MB`;
}
