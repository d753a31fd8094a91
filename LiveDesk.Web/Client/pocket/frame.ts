// What stands around every screen: where one is, how current it is, what waits, and the way out.
import { el } from "../widget/dom";
import type { App } from "./app";
import { button, sheet, sign } from "./parts";
import { at, say } from "./words";

const title = el("h1", { tabindex: "-1", "data-testid": "pocket-title" });
const back = el("a", { class: "button quiet square", href: "#", "aria-label": say("backToList"), hidden: true, "data-testid": "pocket-back" }, sign("back"));
const menu = button(say("menu"), () => openMenu(), { kind: "quiet square", sign: "more", hidden: true, test: "pocket-menu" });
const line = el("p", { class: "line", role: "status", "data-testid": "pocket-line" });
const main = el("main", { id: "main" });
const foot = el("footer", { class: "foot" });
/** What the frame asks of the page. */
interface Page { token(): string; waiting(): number; leave(): Promise<void> }
let page: Page;

export const frame = {
  begin(of: Page): void {
    page = of;
    document.body.append(el("header", { class: "bar" }, back, title, menu), line, main, foot);
  },

  draw(heading: string, isHome: boolean, content: Node[], actions: Node[] = []): void {
    title.textContent = heading;
    document.title = `${heading} · LiveDesk`;
    back.hidden = isHome;
    menu.hidden = false;
    const held = document.activeElement?.closest("main, .foot") ? keyOf(document.activeElement) : null;
    main.replaceChildren(...content);
    foot.replaceChildren(...actions);
    foot.hidden = actions.length === 0;
    // Whoever goes by keys stays where they were.
    if (held) [...document.querySelectorAll<HTMLElement>("main a, main button, main summary, .foot a, .foot button")].find((one) => keyOf(one) === held)?.focus({ preventScroll: true });
  },

  /** How far what is seen can be believed. */
  line(app: App): void {
    const refused = app.waiting.filter((one) => one.refused).length;
    const state = refused ? "refused" : app.isOffline ? "offline" : app.waiting.length ? "sending" : "current";
    const asOf = app.home ? at(app.home.asOf) : "–";
    const text = state === "refused" ? say("lineRefused", refused)
      : state === "offline" ? (app.waiting.length ? say("lineOfflineWaiting", asOf, app.waiting.length) : say("lineOffline", asOf))
      : state === "sending" ? say("lineSending", app.waiting.length) : say("lineCurrent", asOf);
    line.dataset.state = state;
    if (line.textContent !== text) line.replaceChildren(state === "current" ? text : el("a", { href: "#", "data-testid": "pocket-line-link" }, text));
  },

  drawAway(why: "signedOut" | "nobody" | "loading"): void {
    this.draw(say("myTickets"), true, why === "loading" ? [el("p", { class: "empty" }, say("loading"))] : [el("div", { class: "empty", "data-testid": "pocket-away" },
      el("h2", {}, say(why === "signedOut" ? "signedOut" : "nobody")), el("p", {}, say(why === "signedOut" ? "signedOutHint" : "nobodyHint")),
      el("a", { class: "button primary", href: "/sign-in?returnUrl=%2Fpocket" }, say("signIn")))]);
    menu.hidden = true;
    line.replaceChildren();
    line.dataset.state = "current";
  },

  focus(): void { title.focus({ preventScroll: true }); },
};

const keyOf = (one: Element): string => one.getAttribute("href") ?? one.getAttribute("data-testid") ?? one.tagName;

function openMenu(): void {
  const token = page.token(), waiting = page.waiting();
  const out = el("button", { type: "submit", class: "button danger", "data-testid": "pocket-sign-out", disabled: token === "" }, say("signOut"));
  const form = el("form", { method: "post", action: "/sign-out" }, el("input", { type: "hidden", name: "__RequestVerificationToken", value: token }), out);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void page.leave().finally(() => form.submit());
  });
  sheet(say("menu"), "pocket-menu-sheet", el("div", { class: "stack" }, el("a", { class: "button", href: "/", "data-testid": "pocket-desk" }, say("wholeDesk")),
    ...(waiting > 0 ? [el("p", {}, say("signOutWaiting", waiting))] : []), ...(token === "" ? [el("p", {}, say("signOutOffline"))] : []), form));
}
