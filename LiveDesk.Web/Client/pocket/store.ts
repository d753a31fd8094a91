// What lies on this telephone for one person: the outbox, photos that wait in an unfinished text, and copies of what was read.
import { STORE } from "./who";
import type { Home, Ticket } from "./wire";

export interface Photo { made: string; name: string; bytes: Blob; file?: string }

interface Common { seq: number; made: string; desk: string; ticket: string; at: string; about: string; tries: number; refused: { says: string; field: string | null } | null }
export interface Opening extends Common { kind: "open"; body: Record<string, unknown> }
export interface Writing extends Common { kind: "entry"; body: { isReply: boolean; text: string }; photos: Photo[] }
export interface Working extends Common { kind: "time"; body: { minutes: number; billable: boolean; day: string; note: string; activity: string } }
export interface Resolving extends Common { kind: "resolve"; body: { text: string; seen: string; fields: Record<string, string> } }
/** In the order in which they were written. `ticket` is the ticket's id; of one that is not opened yet, the `made` of its opening. `tries` counts how often it left the telephone. */
export type Waiting = Opening | Writing | Working | Resolving;

export type Unsent<T extends Waiting = Waiting> = T extends Waiting ? Omit<T, "seq" | "at" | "tries" | "refused"> : never;

interface Copy { ticket: Ticket; lookedAt: number }

const COPIES = 30;
/** Before the `made` of a ticket of this telephone's own: the id that the desk gave it. */
const OPENED = "opened.";

export class Store {
  private constructor(readonly person: string, private readonly db: IDBDatabase) {}

  static async open(person: string): Promise<Store> {
    const opening = indexedDB.open(STORE + person, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
      opening.result.createObjectStore("photos");
      opening.result.createObjectStore("tickets", { keyPath: "ticket.id" });
      opening.result.createObjectStore("kept");
    };
    return new Store(person, await result(opening));
  }

  close(): void { this.db.close(); }

  waiting(): Promise<Waiting[]> { return result(this.reading("outbox").getAll() as IDBRequest<Waiting[]>); }

  /** Kept for good when this returns, also when the telephone is switched off in the next moment. What is for a ticket that was opened meanwhile goes where that is. */
  async add(what: Unsent): Promise<void> {
    const work = this.writing("outbox", "kept");
    const opened = work.objectStore("kept").get(OPENED + what.ticket) as IDBRequest<string | undefined>;
    opened.onsuccess = () => work.objectStore("outbox").add({ ...what, ticket: opened.result ?? what.ticket, at: new Date().toISOString(), tries: 0, refused: null });
    await finished(work);
  }

  /**
   * What becomes of one that waits, as it is now: null removes it, undefined leaves it.
   * @returns What is there then; null when it was gone, or is.
   */
  async alter(seq: number, change: (now: Waiting) => Waiting | null | undefined): Promise<Waiting | null> {
    const work = this.writing("outbox");
    const outbox = work.objectStore("outbox");
    let left: Waiting | null = null;
    const found = outbox.get(seq) as IDBRequest<Waiting | undefined>;
    found.onsuccess = () => {
      if (!found.result) return;
      const next = change(found.result);
      left = next === undefined ? found.result : next;
      if (next) outbox.put(next);
      else if (next === null) outbox.delete(seq);
    };
    await finished(work);
    return left;
  }

  /** A ticket of this telephone's own is open now: what was written for it meanwhile goes to where it is, both or neither. */
  async opened(opening: Opening, id: string): Promise<void> {
    const work = this.writing("outbox", "kept");
    const outbox = work.objectStore("outbox");
    work.objectStore("kept").put(id, OPENED + opening.made);
    outbox.delete(opening.seq);
    const all = outbox.getAll() as IDBRequest<Waiting[]>;
    all.onsuccess = () => { for (const one of all.result) if (one.ticket === opening.made) outbox.put({ ...one, ticket: id }); };
    await finished(work);
  }

  photosOf(form: string): Promise<Photo[]> { return result(this.reading("photos").get(form) as IDBRequest<Photo[] | undefined>).then((found) => found ?? []); }

  async keepPhotos(form: string, photos: Photo[]): Promise<void> {
    const work = this.writing("photos");
    if (photos.length) work.objectStore("photos").put(photos, form); else work.objectStore("photos").delete(form);
    await finished(work);
  }

  home(): Promise<Home | undefined> { return result(this.reading("kept").get("home") as IDBRequest<Home | undefined>); }

  async keepHome(home: Home): Promise<void> {
    const work = this.writing("kept");
    work.objectStore("kept").put({ ...home, token: "" }, "home");
    await finished(work);
  }

  ticket(id: string): Promise<Ticket | undefined> { return result(this.reading("tickets").get(id) as IDBRequest<Copy | undefined>).then((copy) => copy?.ticket); }

  async copies(): Promise<Ticket[]> { return (await result(this.reading("tickets").getAll() as IDBRequest<Copy[]>)).map((copy) => copy.ticket); }

  /** The last thirty that were looked at stay. @param looked Whether the person did, or it was fetched ahead. */
  async keepTicket(ticket: Ticket, looked: boolean): Promise<void> {
    const work = this.writing("tickets");
    const tickets = work.objectStore("tickets");
    const all = tickets.getAll() as IDBRequest<Copy[]>;
    all.onsuccess = () => {
      const before = all.result.find((copy) => copy.ticket.id === ticket.id);
      tickets.put({ ticket, lookedAt: looked ? Date.now() : before?.lookedAt ?? 0 });
      const others = all.result.filter((copy) => copy.ticket.id !== ticket.id).sort((a, b) => b.lookedAt - a.lookedAt);
      for (const old of others.slice(COPIES - 1)) tickets.delete(old.ticket.id);
    };
    await finished(work);
  }

  async forgetTicket(id: string): Promise<void> {
    const work = this.writing("tickets");
    work.objectStore("tickets").delete(id);
    await finished(work);
  }

  private reading(name: string): IDBObjectStore { return this.db.transaction(name).objectStore(name); }

  private writing(...names: string[]): IDBTransaction { return this.db.transaction(names, "readwrite", { durability: "strict" }); }
}

const result = <T>(request: IDBRequest<T>): Promise<T> => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

const finished = (work: IDBTransaction): Promise<void> => new Promise((done, failed) => {
  work.oncomplete = () => done();
  work.onabort = work.onerror = () => failed(work.error);
});
