// Files of the conversation. They are fetched with the visitor's token, so that an address alone opens nothing.
import { el } from "./dom";
import type { FileRef } from "./protocol";
import { size } from "./uploads";
import type { Words } from "./words";

export class Files {
  constructor(private readonly desk: string, private readonly words: Words, private readonly token: () => string | null) {}

  show(file: FileRef): HTMLElement {
    const made = el("button", { type: "button", class: file.picture ? "picture" : "file", "data-testid": "file", "data-id": file.id, "aria-label": this.words.download(file.name) }, file.name, " ", el("small", {}, size(file.size)));
    made.addEventListener("click", () => void this.download(file));
    if (file.picture) void this.thumbnail(file, made);
    return made;
  }

  private async thumbnail(file: FileRef, into: HTMLElement): Promise<void> {
    const address = await this.fetch(file);
    if (!address) return; // its name stays, as for any other file
    const picture = el("img", { src: address, alt: file.name });
    picture.addEventListener("load", () => into.replaceChildren(picture));
  }

  private async download(file: FileRef): Promise<void> {
    const address = await this.fetch(file);
    if (!address) return;
    el("a", { href: address, download: file.name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  private async fetch(file: FileRef): Promise<string | null> {
    try {
      const answer = await fetch(`/widget/files/${file.id}?desk=${encodeURIComponent(this.desk)}`, { headers: { "X-LiveDesk-Visitor": this.token() ?? "" } });
      return answer.ok ? URL.createObjectURL(await answer.blob()) : null;
    } catch { return null; } // no connection: the person clicks again
  }
}
