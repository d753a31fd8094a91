// Whose telephone it is just now. What was read is a person's own and goes when they leave; what they wrote and what was not sent yet stays,
// under their name, until they are back.
const WHO = "livedesk.pocket.who";
export const STORE = "livedesk.pocket.";

export interface Who { id: string; name: string }

export function who(): Who | null {
  try { return JSON.parse(localStorage.getItem(WHO) ?? "null") as Who | null; }
  catch { return null; } // not ours: as if it were not there
}

export function isNow(person: Who | null): void {
  if (person) localStorage.setItem(WHO, JSON.stringify({ id: person.id, name: person.name }));
  else localStorage.removeItem(WHO);
}

/** Somebody signs out: nobody reads their tickets here without a network any more. */
export async function leave(): Promise<void> {
  isNow(null);
  await forgetCopies(null);
}

/** @param except Whose copies stay. */
export async function forgetCopies(except: string | null): Promise<void> {
  const all = await indexedDB.databases?.() ?? [];
  const others = all.map((one) => one.name ?? "").filter((name) => name.startsWith(STORE) && name !== STORE + except);
  await Promise.all(others.map(emptied));
}

const emptied = (name: string): Promise<void> => new Promise((done) => {
  const opening = indexedDB.open(name);
  opening.onerror = () => done();
  opening.onsuccess = () => {
    const db = opening.result;
    const stores = ["tickets", "kept"].filter((store) => db.objectStoreNames.contains(store));
    if (stores.length === 0) { db.close(); done(); return; }
    const work = db.transaction(stores, "readwrite");
    for (const store of stores) work.objectStore(store).clear();
    work.oncomplete = work.onabort = () => { db.close(); done(); };
  };
});
