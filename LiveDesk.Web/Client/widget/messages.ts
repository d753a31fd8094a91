// What the host page's launcher and the panel in its iframe say to each other.
export type FromPanel =
  | { livedesk: "ready"; accent: string }
  | { livedesk: "close" }
  | { livedesk: "talking"; talking: boolean }
  | { livedesk: "unread"; count: number }
  | { livedesk: "message" }
  | { livedesk: "keep"; key: string; value: string | null };

/** What the panel could not keep itself, where browsers forbid storage inside foreign pages: the site's own storage has it. */
export type Kept = Record<string, string>;

export type ToPanel =
  | { livedesk: "opened"; page: string; kept: Kept }
  | { livedesk: "closed"; kept: Kept };

const isRecord = (data: unknown): data is Record<string, unknown> => typeof data === "object" && data !== null;

export function isFromPanel(data: unknown): data is FromPanel {
  if (!isRecord(data)) return false;
  switch (data.livedesk) {
    case "ready": return typeof data.accent === "string";
    case "talking": return typeof data.talking === "boolean";
    case "unread": return typeof data.count === "number";
    case "keep": return typeof data.key === "string" && (data.value === null || typeof data.value === "string");
    case "close": case "message": return true;
    default: return false;
  }
}

export function isToPanel(data: unknown): data is ToPanel {
  if (!isRecord(data)) return false;
  return isRecord(data.kept) && (data.livedesk === "closed" || (data.livedesk === "opened" && typeof data.page === "string"));
}
