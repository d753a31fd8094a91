// My open tickets, and those of my departments that nobody has.
import { el } from "../widget/dom";
import { frame } from "./frame";
import type { App } from "./app";
import { pill, sign } from "./parts";
import { say, apart } from "./words";
import { waitingCards } from "./waiting";
import type { Card } from "./wire";

type Tab = "mine" | "free";
let tab: Tab = "mine";

export function drawList(app: App): void {
  const outgoing = app.waiting.length ? [el("section", { class: "outgoing", "aria-label": say("waiting") }, el("h2", {}, say("waiting")), ...waitingCards(app, app.waiting, true))] : [];
  const home = app.home;
  const cards = home ? home[tab] : [];
  const list = cards.length ? el("ul", { class: "cards", "data-testid": "pocket-list" }, ...cards.map((card) => cardOf(app, card)))
    : el("div", { class: "empty", "data-testid": "pocket-empty" }, el("h2", {}, say(home ? tab === "mine" ? "noneMine" : "noneFree" : "notRead")), el("p", {}, say(home ? tab === "mine" ? "noneMineHint" : "noneFreeHint" : "notReadHint")));
  const create = home?.me.mayWork && home.desks.length > 0 ? [el("a", { class: "button primary wide", href: "#/new", "data-testid": "pocket-new" }, sign("plus"), el("span", {}, say("newTicket")))] : [];
  frame.draw(say("myTickets"), true, [tabs(app), ...outgoing, list], create);
}

function tabs(app: App): HTMLElement {
  const one = (name: Tab, word: string): HTMLElement => {
    const made = el("button", { type: "button", "aria-pressed": String(tab === name), "data-testid": `pocket-${name}` }, say(word), el("span", { class: "count" }, String(app.home?.[name].length ?? 0)));
    made.addEventListener("click", () => { tab = name; drawList(app); document.querySelector<HTMLElement>(`[data-testid=pocket-${name}]`)?.focus(); });
    return made;
  };
  return el("div", { class: "tabs", role: "group", "aria-label": say("which") }, one("mine", "mine"), one("free", "free"));
}

function cardOf(app: App, card: Card): HTMLElement {
  const waits = app.waiting.filter((one) => one.ticket === card.id).length;
  const several = (app.home?.desks.length ?? 0) > 1 ? ` · ${app.home!.desks.find((desk) => desk.id === card.desk)?.name ?? ""}` : "";
  return el("li", { "data-testid": "pocket-card", "data-number": card.number },
    el("a", { class: "card", href: `#/t/${card.id}` },
      el("strong", { class: "subject", dir: "auto" }, card.subject),
      el("span", { class: "meta" }, el("span", { dir: "auto" }, card.requester), el("span", {}, `${card.number}${several}`)),
      el("span", { class: "meta" }, pill(card.status, card.look), ...(card.priority > 2 ? [el("span", { class: `priority-${card.priority}` }, card.priorityName)] : []), ...due(card.due), ...(waits ? [el("span", { class: "badge" }, sign("waiting"), say("waitingCount", waits))] : []), el("span", { class: "ago" }, apart(card.lastActivityAt)))));
}

export function due(time: string | null): HTMLElement[] {
  if (!time) return [];
  const isLate = new Date(time).getTime() < Date.now();
  return [el("span", { class: isLate ? "late" : "due" }, sign("clock"), say(isLate ? "wasDue" : "isDue", apart(time)))];
}
