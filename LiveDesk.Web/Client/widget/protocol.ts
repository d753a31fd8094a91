// The wire of /hubs/chat. Names and shapes are those of ChatHub.cs.
export interface Hello { token: string | null; conversation: string | null }

export interface Welcome {
  token: string;
  /** False when the token that was sent is unknown or has expired: a new visitor begins, without the old one's conversation. */
  recognised: boolean;
  name: string | null;
  email: string | null;
}

export type From = "visitor" | "agent" | "system";

export interface FileRef { id: string; name: string; size: number; type: string; picture: boolean }

export interface Line {
  id: string;
  /** Sorts lines and notices: the server's order. */
  order: string;
  from: From;
  author: string;
  body: string;
  at: string;
  senderMadeId: string | null;
  files: FileRef[];
}

export type NoticeKind = "ended" | "ticket" | "resolved" | "followup" | "merged";

export interface Notice { id: string; order: string; kind: NoticeKind; text: string | null; at: string }

export interface Conversation {
  id: string;
  state: "waiting" | "active" | "ended";
  agent: string | null;
  ticket: string | null;
  /** Lines that this connection has not been sent before; after a hello, all of them. */
  lines: Line[];
  notices: Notice[];
}

export interface OutgoingLine {
  /** Made here, with the first line: a resend never begins a second conversation. */
  conversation: string;
  id: string;
  body: string;
  files: string[];
  page: string | null;
  name: string | null;
  email: string | null;
}

export interface Outcome {
  line: Line | null;
  conversation: string | null;
  problem: Problem | null;
}

/** `slow-down` and `busy` pass: try again after `retryAfterMs`. `rule` is the person's to change. `gone` means: not this visitor's. */
export interface Problem { code: "slow-down" | "busy" | "rule" | "gone"; message: string; retryAfterMs: number | null }

export interface Live { agentTyping: string | null; agentHere: boolean; seenUpTo: string | null }
