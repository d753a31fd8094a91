// Who asks: found by name, number or address while there is a network, typed by hand otherwise.
import { el } from "../widget/dom";
import type { App } from "./app";
import { field } from "./parts";
import { read, type Customers } from "./wire";
import { say } from "./words";

/** What is filled into the form. */
export type Found = Record<string, string>;

const WAIT_MS = 250;

export function customerSearch(app: App, take: (found: Found) => void): HTMLElement {
  const words = el("input", { type: "search", class: "input", autocomplete: "off", "data-testid": "pocket-customer" });
  const hits = el("ul", { class: "hits", role: "list" });
  const told = el("p", { class: "hint", role: "status" });
  let timer = 0, asked = "";
  const choose = (found: Found): void => { take(found); words.value = ""; hits.replaceChildren(); told.textContent = say("taken", found.requester || found.organisationName || ""); };
  const show = (found: Customers): void => {
    hits.replaceChildren(
      ...found.people.map((one) => hit(one.name, [one.organisation, one.phone, one.address], () => choose({ contact: one.id, contactName: one.name, requester: one.name, email: one.email ?? "", phone: one.phone ?? "", organisation: one.organisationId ?? "", organisationName: one.organisation ?? "" }))),
      ...found.organisations.map((one) => hit(one.name, [one.address], () => choose({ organisation: one.id, organisationName: one.name }))));
    told.textContent = hits.childElementCount ? "" : say("nobodyFound");
  };
  const ask = async (): Promise<void> => {
    const wanted = asked = words.value.trim();
    if (wanted.length < 2) { hits.replaceChildren(); told.textContent = ""; return; }
    const answer = await read<Customers>(`customers?q=${encodeURIComponent(wanted)}`);
    if (wanted !== asked) return;
    if (answer.is === "done") show(answer.value); else { hits.replaceChildren(); told.textContent = say("searchOffline"); }
  };
  words.addEventListener("input", () => { clearTimeout(timer); timer = window.setTimeout(() => void ask(), WAIT_MS); });
  words.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); clearTimeout(timer); void ask(); } });
  return el("div", { class: "search" }, field(say("findCustomer"), words, { help: app.isOffline ? say("searchOffline") : null }), hits, told);
}

function hit(name: string, more: (string | null)[], act: () => void): HTMLElement {
  const made = el("button", { type: "button", class: "hit", "data-testid": "pocket-customer-hit" }, el("strong", { dir: "auto" }, name), el("span", { dir: "auto" }, more.filter(Boolean).join(" · ")));
  made.addEventListener("click", act);
  return el("li", {}, made);
}
