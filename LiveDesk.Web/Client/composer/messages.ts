import type { Source } from "./document";

/* What goes over the line between the composer and the server, both ways. */

export type Audience = "reply" | "note" | "article";

export interface Where {
  subject: string;
  audience: Audience;
}

/** What the server has of a draft. Bytes are base64. */
export interface Opened {
  /** Who the server takes me for. */
  person: string;
  epoch: number;
  snapshot: string | null;
  updates: { id: number; bytes: string }[];
  /** The last update's id; with none, the snapshot's. */
  upTo: number;
  /** The document of the epoch that I held, in pieces, as it was when it ended; none when there is none (any more). */
  ended: string[];
  /** The customer's last message. */
  lastCustomerEntry: Meanwhile | null;
}

export interface Pushed {
  /** other: the server takes me for somebody else. tooLarge: it was not even asked. */
  outcome: "kept" | "began" | "slow" | "failed" | "refused" | "other" | "tooLarge";
  id: number;
  /** Others' updates between the one that I knew of and mine. */
  others: { id: number; bytes: string }[];
  sentence?: string | null;
}

export interface Meanwhile {
  entryId: string;
  by: string;
  text: string;
}

export interface SendAsk extends Where {
  epoch: number;
  /** The last update whose letters are in `markdown`. */
  upTo: number;
  markdown: string;
  /** The whole document as it is sent. */
  state: string;
  seenCustomerEntry: string | null;
  files: string[];
  sources: Source[];
  move?: Move | null;
  /** The ticket's children that the same goes to. */
  children: string[];
  /** Not before, on the clocks of the server: 2026-11-23T09:00. */
  later?: string | null;
  /** What they do is done in the same save. */
  macros?: MacroChoice[];
  /** What work it was, of the desk's list. */
  activity?: string | null;
}

/** When a reply may be sent later, and how long a sent one can be undone. */
export interface LaterChoices {
  undo: number;
  undoChoices: number[];
  times: { which: "afternoon" | "tomorrow" | "monday"; at: string }[];
  /** What the clocks of the server show. */
  now: string;
}

/** Where the ticket goes with what is sent, in one save. */
export interface Move {
  status: string;
  /** The status that it was chosen from. */
  seen: string | null;
  resolution?: string | null;
  holdReason?: string | null;
  resumeAt?: string | null;
  /** To whom it is escalated, and why. */
  escalation?: object | null;
  /** Of a master that ends: those that end with it. */
  children?: string[];
}

/** Where the ticket may go with the text: `asks` not without a question to the writer, `why` it may not. */
export interface StatusToFollow {
  id: string;
  name: string;
  asks: boolean;
  why: string | null;
}

export interface StatusesToFollow {
  seen: string;
  /** The status that the text alone brings it to. */
  written: string;
  statuses: StatusToFollow[];
}

export interface Sent {
  outcome: "sent" | "behind" | "meanwhile" | "refused";
  entryId?: string | null;
  sentence?: string | null;
  meanwhile?: Meanwhile | null;
  /** Whom a note names in vain: they may not see the ticket. */
  inVain?: string[] | null;
  /** The customer does not have it yet. */
  waits?: boolean;
}

export interface Updated extends Where {
  epoch: number;
  id: number;
  bytes: string;
}

/** Where somebody's cursor is; the name is the server's word. */
export interface HandNews extends Where {
  epoch: number;
  client: number;
  person: string;
  name: string;
  /** Null: the hand is out of the draft. */
  state: string | null;
}

export interface TakenOver extends Where {
  person: string;
  name: string;
}

export interface Colleague {
  id: string;
  name: string;
  /** A department's people are meant. */
  isDepartment?: boolean;
}

/** A canned response as it reads on a ticket. */
export interface Canned {
  id: string;
  name: string;
  scope: "personal" | "department" | "desk";
  /** Markdown. */
  text: string;
  /** The same without Markdown's marks. */
  shown: string;
  /** Variables that have no value here, and stand in the text as they are. */
  missing: string[];
  /** With its variables: what goes to several tickets is filled in for each. */
  raw: string;
  /** What it does besides; null: nothing. */
  macro: Macro | null;
}

export interface Macro {
  version: number;
  changes: MacroChange[];
  /** Its text is for colleagues. */
  asNote: boolean;
  statusId: string | null;
  /** What it needs and is no longer there: it cannot be applied. */
  problem: string | null;
}

export interface MacroChange {
  what: "Status" | "Priority" | "Assignee" | "Department" | "Category" | "Type" | "Tag";
  /** Null: nobody. */
  to: string | null;
}

export interface MacroChoice {
  id: string;
  version: number;
}
