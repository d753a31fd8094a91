// What the desk answers (Pocket/PocketWire.cs has the same shapes), and how it is asked.
export interface Choice { id: string; name: string }
export interface Field { id: string; name: string; kind: "text" | "number" | "date" | "choice" | "several" | "pattern"; help: string | null; options: Choice[]; departments: string[] }
export interface Desk { id: string; name: string; required: string[]; departments: Choice[]; types?: Choice[]; categories: Choice[]; priorities: Choice[]; tracksTime: boolean; activities: string[]; writesNotes: boolean; fields: Field[]; resolving: Resolving | null }
export interface Resolving { status: string; needsText: boolean; fields: Field[] }
export interface Person { id: string; name: string; mayWork: boolean }
export interface Card { id: string; number: string; desk: string; subject: string; requester: string; status: string; look: string; priority: number; priorityName: string; lastActivityAt: string; due: string | null }
/** `stamp` names the desks and organisations as they are; they are left out when the telephone has those. */
export interface Home { me: Person; token: string; asOf: string; stamp: string; desks: Desk[]; organisations: Choice[]; mine: Card[]; free: Card[] }
export interface FileRef { id: string; name: string; isPicture: boolean }
export interface Entry { id: string; kind: string; by: string; body: string; at: string; failed: boolean; files: FileRef[] }
export interface Ticket {
  id: string; number: string; address: string; desk: string; deskName: string; subject: string; description: string | null;
  requester: { name: string; email: string | null; phone: string | null; organisation: string | null; place: string | null };
  statusId: string; status: string; look: string; isOpen: boolean; priority: number; priorityName: string; owner: string | null; department: string; category: string | null;
  createdAt: string; lastActivityAt: string; due: string | null; asOf: string; resolution: { text: string; by: string | null; at: string } | null;
  mayWrite: boolean; resolving: Resolving | null; time: { billable: number; other: number } | null; earlier: number; entries: Entry[];
}
export interface Customers { people: { id: string; name: string; email: string | null; phone: string | null; organisationId: string | null; organisation: string | null; address: string | null }[]; organisations: { id: string; name: string; address: string | null }[] }

/** `refused`: the desk said no, in words. `gone`: not there, or not for this person. `signedOut`, `stranger`: nobody, or somebody else, is signed in. `later`: no network, or the desk cannot just now. */
export type Answer<T> =
  | { is: "done"; value: T }
  | { is: "refused"; says: string; field: string | null }
  | { is: "gone" } | { is: "signedOut" } | { is: "stranger" }
  | { is: "later"; afterMs: number | null; reached: boolean };

const READ_MS = 20_000, WRITE_MS = 90_000;

export const read = <T>(path: string): Promise<Answer<T>> => ask(path, { signal: AbortSignal.timeout(READ_MS) });

/** @param person Who made it: the desk takes it from nobody else. */
export const send = <T>(path: string, person: string, token: string, body: Blob | object): Promise<Answer<T>> => ask(path, {
  method: "POST", signal: AbortSignal.timeout(WRITE_MS), body: body instanceof Blob ? body : JSON.stringify(body),
  headers: { "X-LiveDesk-Person": person, RequestVerificationToken: token, "Content-Type": body instanceof Blob ? "application/octet-stream" : "application/json" },
});

async function ask<T>(path: string, how: RequestInit): Promise<Answer<T>> {
  try {
    const answer = await fetch(`/pocket/data/${path}`, { ...how, redirect: "error", headers: { "X-LiveDesk": "pocket", ...how.headers } });
    return await understood<T>(answer);
  } catch { return { is: "later", afterMs: null, reached: false }; } // no network, no server, or an answer that broke off
}

async function understood<T>(answer: Response): Promise<Answer<T>> {
  switch (answer.status) {
    case 200: return { is: "done", value: await answer.json() as T };
    case 401: return { is: "signedOut" };
    case 404: return { is: "gone" };
    case 412: return { is: "stranger" };
    case 429: return { is: "later", afterMs: 1000 * Number(answer.headers.get("Retry-After") ?? 5), reached: false };
    case 400: case 409: case 413: case 422: {
      const problem = await answer.json().catch(() => ({})) as { detail?: string; title?: string; field?: string };
      return { is: "refused", says: problem.detail ?? problem.title ?? String(answer.status), field: problem.field ?? null };
    }
    case 502: case 503: case 504: return { is: "later", afterMs: null, reached: false };
    default: return { is: "later", afterMs: null, reached: true };
  }
}
