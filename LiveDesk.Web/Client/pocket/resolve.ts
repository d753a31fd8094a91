// Done: with the resolution where the desk asks for it, and with what it needs to know.
import { newId } from "../shared/ids";
import { el } from "../widget/dom";
import { answers, asked, asTyped } from "./fields";
import type { App } from "./app";
import { area, field, sheet } from "./parts";
import type { Resolving } from "./store";
import { forget, keepForm, valuesOf } from "./typed";
import { say } from "./words";
import { moveToNote, openWrite, type Place } from "./write";

export function openResolve(app: App, place: Place, again: Resolving | null = null): void {
  const ticket = app.ticket(place.ticket), person = app.store.person, form = again ? `again.${again.seq}` : `resolve.${place.ticket}`;
  // Somebody else finished it: the words are kept as a note.
  if (again && ticket && !ticket.isOpen) { void asNote(app, again); return; }
  // One that is not sent yet will be asked what the desk asks of a new one.
  const needs = ticket ? ticket.resolving : app.home?.desks.find((desk) => desk.id === place.desk)?.resolving ?? null, fields = needs?.fields ?? [];
  const text = area("text", { "data-testid": "pocket-resolution" });
  const problem = el("p", { class: "problem", role: "alert" });
  const content = el("form", { class: "stack", novalidate: true }, field(say("resolution"), text, { needed: needs?.needsText, help: say("resolutionHint") }), ...asked(fields), problem,
    el("button", { type: "submit", class: "button primary", "data-testid": "pocket-resolve-send" }, needs ? say("resolveTo", needs.status) : say("resolve")));
  keepForm(person, form, content, again && { text: again.body.text, ...asTyped(again.body.fields, fields) });
  const opened = sheet(say("resolveTitle"), "pocket-resolve", content);
  text.focus();
  content.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = valuesOf(content), given = answers(fields, values);
    if (needs?.needsText && !values.text.trim()) { problem.textContent = say("resolutionMissing"); text.setAttribute("aria-invalid", "true"); text.focus(); return; }
    const missing = fields.find((one) => !given[one.id]);
    if (missing) { problem.textContent = say("fieldMissing", missing.name); return; }
    const body = { text: values.text, seen: ticket?.statusId ?? again?.body.seen ?? "", fields: given };
    void (async () => {
      if (again) await app.change({ ...again, body });
      else await app.add({ kind: "resolve", made: newId(), ticket: place.ticket, desk: place.desk, about: place.about, body });
      forget(person, form);
      opened.close();
    })().catch(() => { problem.textContent = say("notKept"); });
  });
}

async function asNote(app: App, again: Resolving): Promise<void> {
  if (again.body.text.trim()) moveToNote(app, again.ticket, again.body.text);
  await app.drop(again);
  await openWrite(app, again);
}
