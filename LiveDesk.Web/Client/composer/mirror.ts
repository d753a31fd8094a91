/** One thing that was typed and that the server has not acknowledged yet. */
export interface Piece {
  /** `person/subject/audience`: another person at the same browser never sends my letters. */
  doc: string;
  /** 0: typed before the server had said which one it is. */
  epoch: number;
  /** Which of its page's batches it is part of. Only that page knows when the batch is complete. */
  batch: string;
  bytes: Uint8Array;
}

/** A piece in the mirror. */
export interface Waiting extends Piece {
  key: number;
}

/**
 * What this browser typed and the server has not acknowledged, in IndexedDB, written at every key. What is acknowledged is removed at once,
 * so nothing that was sent, and nothing of somebody who signed out, lies around. Letters of an epoch that ended are found
 * here and carried into the next one ({@link carry}).
 */
export class Mirror {
  private constructor(private readonly db: IDBDatabase) {}

  /** Null where the browser has no storage for us (some private windows): then the text lives in the page and at the server. */
  static open(): Promise<Mirror | null> {
    return new Promise((resolve) => {
      const request = opened();
      if (!request) return resolve(null);
      request.onupgradeneeded = () => {
        const store = request.result.createObjectStore("pieces", { autoIncrement: true });
        store.createIndex("doc", "doc");
        store.createIndex("batch", ["doc", "batch"]);
      };
      request.onerror = () => resolve(null);
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(new Mirror(request.result));
      };
    });
  }

  /** Committed with the request itself: a page that is left the moment after a key would otherwise take the open transaction with it. */
  keep(piece: Piece): Promise<void> {
    return this.change((store) => {
      store.add(piece);
      store.transaction.commit();
    });
  }

  /** @param batches The page's own, whole. @param keys Other pages' pieces: exactly those that were read, since their page may have added more. */
  forget(doc: string, batches: Iterable<string>, keys: Iterable<number>): Promise<void> {
    return this.change((store) => {
      for (const batch of batches) eachCursor(store.index("batch").openCursor(IDBKeyRange.only([doc, batch])), (cursor) => void cursor.delete());
      for (const key of keys) store.delete(key);
    });
  }

  /** Letters typed before the epoch was known belong to the one that was found. */
  settle(doc: string, batches: ReadonlySet<string>, epoch: number): Promise<void> {
    return this.change((store) =>
      eachCursor(store.index("doc").openCursor(IDBKeyRange.only(doc)), (cursor) => {
        const piece = cursor.value as Piece;
        if (piece.epoch === 0 && batches.has(piece.batch)) cursor.update({ ...piece, epoch });
      }),
    );
  }

  pieces(doc: string): Promise<Waiting[]> {
    return new Promise((resolve, reject) => {
      const found: Waiting[] = [];
      const request = this.store("readonly").index("doc").openCursor(IDBKeyRange.only(doc));
      eachCursor(request, (cursor) => void found.push({ ...(cursor.value as Piece), key: cursor.primaryKey as number }), () => resolve(found));
      request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
    });
  }

  /** The documents of this person that have letters waiting. */
  docs(person: string): Promise<string[]> {
    return new Promise((resolve, reject) => {
      const found: string[] = [];
      const request = this.store("readonly").index("doc").openKeyCursor(IDBKeyRange.bound(`${person}/`, `${person}/\uffff`), "nextunique");
      request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
      request.onsuccess = () => {
        if (!request.result) return resolve(found);
        found.push(request.result.key as string);
        request.result.continue();
      };
    });
  }

  /**
   * Takes the `wanted` pieces and puts what `make` says in their place, in one transaction: whichever tab comes first takes them, and
   * a crash in between loses nothing.
   * @param make Undefined: not now; then all stays as it was.
   * @returns `full`: there was no room for what it made. What that was made from is gone all the same, so that it does not come a second time.
   */
  async carry(doc: string, wanted: (piece: Waiting) => boolean, make: (old: Waiting[]) => Piece | null | undefined): Promise<"carried" | "full" | "later"> {
    const made: { from?: number[] } = {};
    try {
      await this.change((store) => {
        const old: Waiting[] = [];
        eachCursor(
          store.index("doc").openCursor(IDBKeyRange.only(doc)),
          (cursor) => {
            const piece = { ...(cursor.value as Piece), key: cursor.primaryKey as number };
            if (wanted(piece)) old.push(piece);
          },
          () => {
            const kept = make(old);
            if (kept === undefined) return;
            made.from = old.map(({ key }) => key);
            for (const key of made.from) store.delete(key);
            if (kept) store.add(kept);
          },
        );
      });
    } catch (error) {
      if (!made.from) throw error;
      await this.forget(doc, [], made.from);
      return "full";
    }
    return made.from ? "carried" : "later";
  }

  private store(mode: IDBTransactionMode): IDBObjectStore {
    return this.db.transaction("pieces", mode).objectStore("pieces");
  }

  private change(work: (store: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction("pieces", "readwrite");
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB"));
      work(transaction.objectStore("pieces"));
    });
  }
}

/** Some browsers throw where storage is forbidden. */
function opened(): IDBOpenDBRequest | null {
  try {
    return indexedDB.open("livedesk-typed", 1);
  } catch {
    return null;
  }
}

function eachCursor(request: IDBRequest<IDBCursorWithValue | null>, visit: (cursor: IDBCursorWithValue) => void, done?: () => void): void {
  request.onsuccess = () => {
    if (!request.result) return done?.();
    visit(request.result);
    request.result.continue();
  };
}
