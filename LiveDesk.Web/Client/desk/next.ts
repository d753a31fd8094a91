// Where somebody came from when they opened a ticket, so that "send and open the next ticket" goes on in its order; and the window that asks
// for a resolution before the composer sends (Tickets/SendAsk.razor).
interface Asks { invokeMethodAsync(method: string, from: string, to: string): Promise<void> }
type Composer = HTMLElement & { sendMoved?(move: object): Promise<string | null>; focusOn?(audience: string): void };

const CAME_FROM = "livedesk.cameFrom";
const ITEM = "[data-testid=card], [data-testid=ticket-row]";
let asks: Asks | null = null;

export function rememberOrder(): void {
  document.addEventListener("click", (event) => {
    const item = event.target instanceof Element && event.target.closest("a[href^='/tickets/']") ? event.target.closest(ITEM) : null;
    if (item) sessionStorage.setItem(CAME_FROM, JSON.stringify([...document.querySelectorAll<HTMLElement>(ITEM)].map((one) => Number(one.dataset["number"]))));
  }, true);
}

/** The numbers after the open ticket; none when the person came to it another way. */
function ticketsAfter(): number[] {
  const order = JSON.parse(sessionStorage.getItem(CAME_FROM) ?? "[]") as number[];
  const here = order.indexOf(Number(document.querySelector<HTMLElement>("[data-testid=ticket]")?.dataset["value"]));
  return here < 0 ? [] : order.slice(here + 1);
}

/** The page's component listens from now on. */
function asksBeforeSending(to: Asks): void {
  asks = to;
}

async function askBeforeSending(from: string, to: string): Promise<boolean> {
  if (!asks) return false;
  await asks.invokeMethodAsync("AskAsync", from, to);
  return true;
}

/** @returns What stood against it; null when it was sent. */
async function sendMoved(ticket: string, status: string, details: object): Promise<string | null> {
  const composer = document.querySelector<Composer>(`livedesk-composer[data-ticket="${ticket}"]`);
  if (!composer?.sendMoved) throw new Error("The composer of this ticket is gone.");
  return await composer.sendMoved({ status, ...details });
}

/** A reply was taken back: the cursor is in its text again. */
function writeReply(): void {
  document.querySelector<Composer>("livedesk-composer[data-ticket]")?.focusOn?.("reply");
}

Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, { ticketsAfter, asksBeforeSending, askBeforeSending, sendMoved, writeReply }) });
