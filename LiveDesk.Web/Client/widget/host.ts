// The way to the page around the panel. Only the desk's allowed sites may frame it, and only they are listened to.
import { type FromPanel, type Kept, isToPanel } from "./messages";

export class Host {
  page: string | null = null;
  isOpen = window.parent === window;
  private origin: string | null = null;

  /** @param first what the page around keeps for us, with its first word */
  constructor(allowed: string[], first: (kept: Kept) => void, private readonly changed: (isOpen: boolean) => void, ready: FromPanel) {
    if (window.parent === window) return;
    addEventListener("message", (event) => {
      if (event.source !== window.parent || !(allowed.includes(event.origin) || event.origin === location.origin) || !isToPanel(event.data)) return;
      const isFirst = this.origin === null;
      this.origin = event.origin;
      if (event.data.livedesk === "opened") this.page = event.data.page;
      this.isOpen = event.data.livedesk === "opened";
      if (isFirst) first(event.data.kept);
      this.changed(this.isOpen);
    });
    for (const origin of surrounding(allowed)) this.post(ready, origin);
  }

  tell(what: FromPanel): void { if (this.origin) this.post(what, this.origin); }

  private post(what: FromPanel, origin: string): void {
    window.parent.postMessage(what, origin);
  }
}

/** The allowed origin that frames this page; where the browser does not say which, all of them. */
function surrounding(allowed: string[]): string[] {
  const known = [...allowed, location.origin];
  const said = location.ancestorOrigins?.[0] ?? (document.referrer ? new URL(document.referrer).origin : null);
  return said && known.includes(said) ? [said] : [...new Set(known)];
}
