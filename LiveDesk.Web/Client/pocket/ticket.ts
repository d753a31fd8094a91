// One ticket: what it is about, how to reach who asks, what was written; and, within a thumb's reach, what one does with it.
import { el } from "../widget/dom";
import { formatted } from "../widget/markdown";
import { frame } from "./frame";
import { due } from "./list";
import type { App } from "./app";
import { button, pill, sign, type Sign } from "./parts";
import { openResolve } from "./resolve";
import type { Opening } from "./store";
import { openTime } from "./time";
import { isUnfinished } from "./typed";
import { waitingCards } from "./waiting";
import type { Entry, FileRef, Ticket } from "./wire";
import { apart, at, say, span } from "./words";
import { formOf, openWrite, type Place } from "./write";

let areFactsOpen = false;

export function drawTicket(app: App, id: string, isGone: boolean): void {
  const ticket = app.ticket(id), waiting = app.waiting.filter((one) => one.ticket === id || one.made === id);
  const opening = waiting.find((one): one is Opening => one.kind === "open");
  if (ticket) drawKnown(app, ticket);
  else if (opening) drawOwn(app, opening);
  else frame.draw(say("ticket"), false, [el("div", { class: "empty", "data-testid": "pocket-no-ticket" }, el("h2", {}, say(isGone ? "goneTitle" : app.isOffline ? "notHere" : "loading")), ...(isGone || app.isOffline ? [el("p", {}, say(isGone ? "goneHint" : "notHereHint"))] : [])), ...waitingCards(app, waiting, false)]);
}

function drawKnown(app: App, ticket: Ticket): void {
  const waiting = app.waiting.filter((one) => one.ticket === ticket.id);
  const place: Place = { ticket: ticket.id, desk: ticket.desk, about: `${ticket.number} ${ticket.subject}` };
  const resolves = waiting.some((one) => one.kind === "resolve");
  frame.draw(ticket.number, false, [
    el("section", { class: "head", "data-testid": "pocket-ticket", "data-id": ticket.id }, el("h2", { dir: "auto", "data-testid": "pocket-subject" }, ticket.subject),
      el("p", { class: "meta" }, pill(ticket.status, ticket.look, "pocket-status"), ...(ticket.priority > 2 ? [el("span", { class: `priority-${ticket.priority}` }, ticket.priorityName)] : []), ...due(ticket.due), el("span", {}, ticket.owner ?? say("nobodyHas"))),
      reach(ticket), facts(ticket)),
    ...(ticket.resolution && !ticket.isOpen ? [el("section", { class: "resolved", "data-testid": "pocket-resolved" }, el("h3", {}, sign("check"), say("resolvedBy", ticket.resolution.by ?? "–", at(ticket.resolution.at))), el("div", { class: "text", dir: "auto" }, formatted(ticket.resolution.text)))] : []),
    el("section", { class: "thread", "aria-label": say("thread"), "data-testid": "pocket-thread" },
      ...(ticket.description ? [el("article", { class: "entry customer" }, el("p", { class: "by" }, el("strong", { dir: "auto" }, ticket.requester.name), el("span", { class: "ago" }, at(ticket.createdAt))), el("div", { class: "text", dir: "auto" }, formatted(ticket.description)))] : []),
      ...(ticket.earlier > 0 ? [el("a", { class: "button", href: ticket.address }, say("earlier", ticket.earlier))] : []),
      ...ticket.entries.map((entry) => entryOf(app, entry)), ...waitingCards(app, waiting, false)),
  ], ticket.mayWrite ? actions(app, place, { time: ticket.time !== null, resolve: ticket.resolving !== null && !resolves }) : []);
}

/** Opened on this telephone, and not yet sent: one goes on with it all the same. */
function drawOwn(app: App, opening: Opening): void {
  const desk = app.home?.desks.find((one) => one.id === opening.desk);
  const waiting = app.waiting.filter((one) => one.ticket === opening.made || one.seq === opening.seq);
  const description = String(opening.body.description ?? "");
  const place: Place = { ticket: opening.made, desk: opening.desk, about: opening.about };
  frame.draw(say("newTicket"), false, [
    el("section", { class: "head", "data-testid": "pocket-ticket", "data-id": opening.made }, el("h2", { dir: "auto", "data-testid": "pocket-subject" }, opening.about),
      el("p", { class: "meta" }, el("span", { class: "badge" }, sign("waiting"), say("notSentYet")), el("span", { dir: "auto" }, String(opening.body.requester ?? "")))),
    el("section", { class: "thread", "aria-label": say("thread") }, ...(description ? [el("div", { class: "text", dir: "auto" }, formatted(description))] : []), ...waitingCards(app, waiting, false)),
  ], opening.refused ? [] : actions(app, place, { time: desk?.tracksTime ?? false, resolve: !!desk?.resolving && !waiting.some((one) => one.kind === "resolve") }));
}

function actions(app: App, place: Place, has: { time: boolean; resolve: boolean }): Node[] {
  const person = app.store.person;
  const one = (word: string, icon: Sign, form: string, act: () => void, kind = ""): HTMLElement => {
    const made = button(say(word), act, { kind: `action ${kind}`, sign: icon, test: `pocket-do-${word}` });
    if (isUnfinished(person, form)) made.append(el("span", { class: "unfinished" }, el("span", { class: "visually-hidden" }, say("unfinished"))));
    return made;
  };
  return [el("nav", { class: "actions", "aria-label": say("actions") },
    one("write", "note", formOf(place.ticket), () => void openWrite(app, place)),
    one("photo", "camera", "", () => void openWrite(app, place, null, true)),
    ...(has.time ? [one("time", "clock", `time.${place.ticket}`, () => openTime(app, place))] : []),
    ...(has.resolve ? [one("resolve", "check", `resolve.${place.ticket}`, () => openResolve(app, place), "primary")] : []))];
}

function reach(ticket: Ticket): HTMLElement {
  const { name, phone, email, place } = ticket.requester;
  const way = (icon: Sign, label: string, href: string, word: string): HTMLElement => el("a", { class: "button", href, "aria-label": `${word}: ${label}` }, sign(icon), el("span", { class: "clip" }, label));
  return el("div", { class: "reach" }, el("strong", { dir: "auto" }, name), ...(ticket.requester.organisation ? [el("span", { dir: "auto" }, ticket.requester.organisation)] : []),
    ...(phone ? [way("phone", phone, `tel:${phone.replace(/[^+\d]/g, "")}`, say("call"))] : []), ...(email ? [way("mail", email, `mailto:${email}`, say("mail"))] : []),
    ...(place ? [way("place", place, `geo:0,0?q=${encodeURIComponent(place)}`, say("place"))] : []));
}

function facts(ticket: Ticket): HTMLElement {
  const rows: [string, string | null][] = [["desk", ticket.deskName], ["department", ticket.department], ["category", ticket.category], ["priority", ticket.priorityName], ["opened", at(ticket.createdAt)],
    ["time", ticket.time && ticket.time.billable + ticket.time.other > 0 ? say("timeTotals", span(ticket.time.billable), span(ticket.time.other)) : null], ["asOf", at(ticket.asOf)]];
  const made = el("details", { open: areFactsOpen }, el("summary", {}, say("facts")), el("dl", {}, ...rows.filter(([, value]) => value).flatMap(([word, value]) => [el("dt", {}, say(word)), el("dd", { dir: "auto" }, value!)])), el("a", { class: "button", href: ticket.address }, say("wholeTicket")));
  made.addEventListener("toggle", () => { areFactsOpen = made.open; });
  return made;
}

function entryOf(app: App, entry: Entry): HTMLElement {
  return el("article", { class: `entry ${entry.kind}`, "data-testid": "pocket-entry", "data-kind": entry.kind, "data-id": entry.id },
    el("p", { class: "by" }, el("strong", { dir: "auto" }, entry.by), el("span", {}, say(`kind_${entry.kind}`)), el("time", { class: "ago", datetime: entry.at, title: at(entry.at) }, apart(entry.at))),
    ...(entry.body ? [el("div", { class: "text", dir: "auto" }, formatted(entry.body))] : []), ...(entry.files.length ? [el("ul", { class: "photos" }, ...entry.files.map((file) => fileOf(app, file)))] : []),
    ...(entry.failed ? [el("p", { class: "why" }, say("mailFailed"))] : []));
}

/** Pictures are seen with a network; without one their names stand for them. */
function fileOf(app: App, file: FileRef): HTMLElement {
  const label = el("span", { class: "clip", dir: "auto" }, file.name);
  if (!file.isPicture || app.isOffline) return el("li", { class: "file" }, el("a", { class: "button", href: `/files/${file.id}`, download: file.name }, sign("clip"), label));
  const picture = el("img", { src: `/files/${file.id}`, alt: file.name, loading: "lazy" });
  return el("li", {}, el("a", { href: `/files/${file.id}`, download: file.name }, picture));
}
