// What the visitor's browser keeps for one desk: the token, the outbox, the unfinished line. In the panel's own storage; where the
// browser forbids that inside a foreign page (private windows, strict settings), in the storage of the page around it.
import type { Kept } from "./messages";
import type { FileRef, OutgoingLine } from "./protocol";

export interface Unfinished { text: string; files: FileRef[] }

/** A line on its way, with the files it carries (to show them meanwhile). */
export interface Waiting { line: OutgoingLine; files: FileRef[]; at: string; problem: string | null }

export class Keep {
  private readonly memory = new Map<string, string>();
  private readonly prefix: string;

  /** Is there storage of the panel's own? */
  readonly own: boolean;

  constructor(desk: string, private readonly elsewhere: (key: string, value: string | null) => void) {
    this.prefix = `livedesk:${desk}:`;
    this.own = isStorageAllowed();
  }

  /** What was kept elsewhere; before anything is read. */
  fill(kept: Kept): void { for (const [key, value] of Object.entries(kept)) this.memory.set(key, value); }

  get token(): string | null { return this.read("token"); }
  set token(value: string | null) { this.write("token", value); }

  get conversation(): string | null { return this.read("conversation"); }
  set conversation(value: string | null) { this.write("conversation", value); }

  /** The order of the last line that was seen with the panel open. */
  get seen(): string { return this.read("seen") ?? ""; }
  set seen(value: string) { this.write("seen", value); }

  get introduced(): boolean { return this.read("introduced") !== null; }
  set introduced(value: boolean) { this.write("introduced", value ? "1" : null); }

  get unfinished(): Unfinished { return parsed<Unfinished>(this.read("draft")) ?? { text: "", files: [] }; }
  set unfinished(value: Unfinished) { this.write("draft", value.text || value.files.length ? JSON.stringify(value) : null); }

  /** In the order of writing. One item per line, so that two tabs do not overwrite each other's. */
  waiting(): Waiting[] {
    return this.keys("out:").sort().flatMap((key) => parsed<Waiting>(this.read(key)) ?? []);
  }

  put(waiting: Waiting): void { this.write(this.outKey(waiting), JSON.stringify(waiting)); }

  drop(waiting: Waiting): void { this.write(this.outKey(waiting), null); }

  private outKey(waiting: Waiting): string { return `out:${waiting.at}:${waiting.line.id}`; }

  private read(key: string): string | null {
    return (this.own ? localStorage.getItem(this.prefix + key) : null) ?? this.memory.get(key) ?? null;
  }

  private write(key: string, value: string | null): void {
    if (value === null) this.memory.delete(key); else this.memory.set(key, value);
    if (!this.own) { this.elsewhere(key, value); return; }
    try {
      if (value === null) localStorage.removeItem(this.prefix + key); else localStorage.setItem(this.prefix + key, value);
    } catch { /* full: the memory above has it until the page goes */ }
  }

  private keys(start: string): string[] {
    const found = new Set([...this.memory.keys()].filter((k) => k.startsWith(start)));
    if (this.own) for (const key of Object.keys(localStorage)) if (key.startsWith(this.prefix + start)) found.add(key.slice(this.prefix.length));
    return [...found];
  }
}

function isStorageAllowed(): boolean {
  try { localStorage.getItem("livedesk"); return true; }
  catch { return false; } // asking is the only way to find out
}

function parsed<T>(json: string | null): T | null {
  if (json === null) return null;
  try { return JSON.parse(json) as T; }
  catch { return null; } // not ours, or cut off: as if it were not there
}
