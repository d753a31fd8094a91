// What was written and is not sent yet: each as a card that says so, and what the desk refused with its reason and the ways out.
import { el } from "../widget/dom";
import { formatted } from "../widget/markdown";
import type { App } from "./app";
import { button, sign, sheet } from "./parts";
import { openResolve } from "./resolve";
import type { Photo, Waiting } from "./store";
import { openTime } from "./time";
import { at, say, span } from "./words";
import { openWrite } from "./write";

/** @param named With the ticket that each is for. */
export const waitingCards = (app: App, all: Waiting[], named: boolean): HTMLElement[] => all.map((one) => cardOf(app, one, named));

function cardOf(app: App, one: Waiting, named: boolean): HTMLElement {
  const state = one.refused ? "refused" : app.sendingNow === one.seq ? "sending" : "waiting";
  const to = one.kind === "open" ? one.made : one.ticket;
  return el("article", { class: "waiting", "data-testid": "pocket-waiting", "data-kind": one.kind, "data-state": state, "data-made": one.made },
    el("p", { class: "what" }, sign(one.refused ? "warn" : "waiting"), el("strong", {}, say(`waiting_${kindOf(one)}`)), el("span", { class: "ago" }, at(one.at))),
    ...(named ? [el("a", { class: "about", href: `#/t/${to}`, dir: "auto" }, one.about)] : []),
    ...contentOf(one),
    ...(one.refused ? [el("p", { class: "why" }, one.refused.says)] : [el("p", { class: "state" }, say(state === "sending" ? "isSending" : isHeld(app, one) ? "isHeld" : "isWaiting"))]),
    ...actionsOf(app, one, state));
}

const kindOf = (one: Waiting): string => one.kind === "entry" ? one.body.isReply ? "reply" : "note" : one.kind;

/** What stands before it was refused. */
const isHeld = (app: App, one: Waiting): boolean => app.waiting.some((before) => before.seq < one.seq && before.refused && (before.ticket === one.ticket || before.made === one.ticket));

function contentOf(one: Waiting): Node[] {
  switch (one.kind) {
    case "entry": return [...(one.body.text ? [el("div", { class: "text", dir: "auto" }, formatted(one.body.text))] : []), ...(one.photos.length ? [thumbnails(one.photos)] : [])];
    case "time": return [el("p", {}, `${span(one.body.minutes)} · ${say(one.body.billable ? "billable" : "notBillable")}${one.body.note ? ` · ${one.body.note}` : ""}`)];
    case "resolve": return one.body.text ? [el("div", { class: "text", dir: "auto" }, formatted(one.body.text))] : [];
    default: return [];
  }
}

export function thumbnails(photos: Photo[], drop?: (photo: Photo) => void): HTMLElement {
  return el("ul", { class: "photos" }, ...photos.map((photo) => {
    const picture = el("img", { alt: photo.name, src: URL.createObjectURL(photo.bytes) });
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    picture.addEventListener("error", () => picture.remove());
    return el("li", { "data-testid": "pocket-photo" }, picture, ...(drop ? [button(say("removePhoto", photo.name), () => drop(photo), { kind: "square", sign: "close", hidden: true })] : []));
  }));
}

function actionsOf(app: App, one: Waiting, state: string): Node[] {
  const mayChange = state === "refused" || (state === "waiting" && one.tries === 0);
  if (!mayChange) return [];
  const drop = button(say(state === "refused" ? "discard" : "takeBack"), () => confirmDrop(app, one), { test: "pocket-discard" });
  const edit = button(say("edit"), () => editAgain(app, one), { kind: state === "refused" ? "primary" : "", test: "pocket-edit" });
  const again = state === "refused" ? [button(say("again"), () => void app.change(one), { test: "pocket-again" })] : [];
  return [el("div", { class: "row" }, edit, ...again, drop)];
}

function editAgain(app: App, one: Waiting): void {
  switch (one.kind) {
    case "open": location.hash = `#/new/${one.seq}`; break;
    case "entry": void openWrite(app, one, one); break;
    case "time": openTime(app, one, one); break;
    case "resolve": openResolve(app, one, one); break;
  }
}

function confirmDrop(app: App, one: Waiting): void {
  const asks = sheet(say("discardTitle"), "pocket-discard-sheet", el("div", { class: "stack" }, el("p", {}, say(one.kind === "open" ? "discardOpen" : "discardText")),
    button(say("discardYes"), () => { asks.close(); void app.drop(one); }, { kind: "danger", test: "pocket-discard-yes" }), button(say("discardNo"), () => asks.close())));
}
