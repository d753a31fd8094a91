import type { Meanwhile } from "./messages";

// What a draft tells those who show it.

/** `saved`: on the server's disk. `saving`: on its way. `offline`: kept in this browser until the server is back. */
export type Saved = "saved" | "saving" | "offline";

export type DraftEvent =
  | { kind: "saved"; state: Saved }
  /** Another document took its place: it was sent, here or elsewhere. */
  | { kind: "anew"; carried: boolean }
  /** Letters that were left over from one that was sent stand at its end. */
  | { kind: "carried" }
  | { kind: "customerWrote"; meanwhile: Meanwhile }
  /** The server will not save it as it is, with its reason; null: it is too large to be sent at all. */
  | { kind: "refused"; sentence: string | null }
  /** The server cannot save just now; it is tried again. */
  | { kind: "unsaved" }
  /** Who else is in it, or writes in it, changed. */
  | { kind: "hands" }
  | { kind: "takenOver"; by: string }
  /** The session is over: after signing in again everything goes on. */
  | { kind: "signedOut" }
  /** It is not ours to see any more. */
  | { kind: "gone" };
