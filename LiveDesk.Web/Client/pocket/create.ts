// A new ticket, with what its desk asks for. It is in the outbox as soon as it is sent, and one goes on with it at once.
import { newId } from "../shared/ids";
import { el } from "../widget/dom";
import { customerSearch, type Found } from "./customer";
import { answers, asked, asTyped } from "./fields";
import { frame } from "./frame";
import type { App } from "./app";
import { area, field, input, select, tick } from "./parts";
import type { Opening } from "./store";
import { forget, keep, keepForm, typed, valuesOf, type Typed } from "./typed";
import type { Desk, Home } from "./wire";
import { say } from "./words";

/** @param seq Of one that was refused, and comes back. */
export function drawNew(app: App, seq: number): void {
  const again = app.waiting.find((one): one is Opening => one.kind === "open" && one.seq === seq) ?? null;
  const home = app.home;
  if (!home || home.desks.length === 0) { frame.draw(say("newTicket"), false, [el("div", { class: "empty" }, el("h2", {}, say("notRead")), el("p", {}, say("notReadHint")))]); return; }
  const form = again ? `again.${again.seq}` : "new";
  const before: Typed = again ? { ...asBefore(again, home), ...typed(app.store.person, form) } : typed(app.store.person, form);
  drawForm(app, home, home.desks.find((desk) => desk.id === before.desk) ?? home.desks[0], form, before, again);
}

function drawForm(app: App, home: Home, desk: Desk, form: string, before: Typed, again: Opening | null): void {
  const person = app.store.person, needs = (what: string): boolean => desk.required.includes(what);
  const desks = select("desk", home.desks, desk.id, { "data-testid": "pocket-new-desk" });
  const organisations = [{ id: "", name: say("none") }, ...home.organisations];
  if (before.organisation && !organisations.some((one) => one.id === before.organisation)) organisations.push({ id: before.organisation, name: before.organisationName || "?" });
  const organisation = select("organisation", organisations, "", { "data-testid": "pocket-new-organisation" });
  const problem = el("p", { class: "problem", role: "alert", "data-testid": "pocket-new-problem" }, again?.refused?.says ?? "");
  const departments = el("div", {});
  const content = el("form", { class: "stack panel", novalidate: true, "data-testid": "pocket-new-form" },
    ...(home.desks.length > 1 ? [field(say("desk"), desks)] : [el("input", { type: "hidden", name: "desk", value: desk.id })]),
    customerSearch(app, (found) => take(found)),
    field(say("requester"), input("requester", "text", { autocomplete: "off", maxlength: "120", "data-testid": "pocket-new-requester" }), { needed: needs("requester") }),
    field(say("email"), input("email", "email", { autocomplete: "off", inputmode: "email", "data-testid": "pocket-new-email" }), { needed: needs("email") }),
    field(say("phone"), input("phone", "tel", { autocomplete: "off" })),
    ...(home.organisations.length || needs("organisation") ? [field(say("organisation"), organisation, { needed: needs("organisation") })] : []),
    field(say("subject"), input("subject", "text", { autocomplete: "off", maxlength: "300", "data-testid": "pocket-new-subject" }), { needed: needs("subject") }),
    field(say("description"), area("description", { "data-testid": "pocket-new-description" }), { needed: needs("description") }),
    ...(desk.departments.length > 1 ? [field(say("department"), select("department", desk.departments, desk.departments[0].id), { needed: needs("department") })] : []),
    ...(desk.types?.length ? [field(say("type"), select("type", [{ id: "", name: say("none") }, ...desk.types], ""), { needed: needs("type") })] : []),
    ...(desk.categories.length ? [field(say("category"), select("category", [{ id: "", name: say("none") }, ...desk.categories], ""), { needed: needs("category") })] : []),
    field(say("priority"), select("priority", desk.priorities, "2")), departments,
    el("input", { type: "hidden", name: "contact" }), el("input", { type: "hidden", name: "contactName" }), el("input", { type: "hidden", name: "organisationName" }),
    tick("mine", say("assignToMe"), true), problem,
    el("button", { type: "submit", class: "button primary wide", "data-testid": "pocket-new-send" }, say("openTicket")));
  const control = (name: string): HTMLInputElement => content.elements.namedItem(name) as HTMLInputElement;
  const fields = () => desk.fields.filter((one) => one.departments.length === 0 || one.departments.includes(valuesOf(content).department ?? desk.departments[0]?.id));
  const askFields = (): void => departments.replaceChildren(...asked(fields()));
  const take = (found: Found): void => {
    for (const [name, value] of Object.entries(found)) if (control(name)) control(name).value = value;
    if (found.organisation && organisation.value !== found.organisation) { organisation.append(el("option", { value: found.organisation }, found.organisationName ?? "")); organisation.value = found.organisation; }
    keep(person, form, valuesOf(content));
  };
  const department = content.querySelector<HTMLSelectElement>("[name=department]");
  if (department && before.department && desk.departments.some((one) => one.id === before.department)) department.value = before.department;
  askFields();
  keepForm(person, form, content, again ? before : null);
  if (department && !department.value) department.value = desk.departments[0].id;
  desks.value = desk.id;
  department?.addEventListener("change", () => { const values = valuesOf(content); askFields(); keepForm(person, form, content, values); });
  desks.addEventListener("change", () => drawForm(app, home, home.desks.find((one) => one.id === desks.value)!, form, { ...valuesOf(content), department: "", type: "", category: "" }, again));
  // Somebody else's name: the contact that was found is not meant any more.
  control("requester").addEventListener("change", () => { if (control("requester").value !== control("contactName").value) control("contact").value = ""; });
  frame.draw(say("newTicket"), false, [content]);
  content.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = valuesOf(content), given = answers(fields(), values);
    const missing = missingIn(desk, values) ?? fields().find((one) => !given[one.id])?.name;
    if (missing) { problem.textContent = say("fieldMissing", missing); problem.scrollIntoView({ block: "center" }); return; }
    void keepAndGo(app, desk, form, bodyOf(values, given, desk), again).catch(() => { problem.textContent = say("notKept"); });
  });
}

async function keepAndGo(app: App, desk: Desk, form: string, body: Record<string, unknown>, again: Opening | null): Promise<void> {
  const made = again?.made ?? newId(), about = String(body.subject);
  forget(app.store.person, form);
  if (again) await app.change({ ...again, desk: desk.id, about, body });
  else await app.add({ kind: "open", made, desk: desk.id, ticket: "", about, body });
  history.replaceState(null, "", `#/t/${made}`);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

/** The first field that the desk wants and that is empty, by its name on the screen. */
function missingIn(desk: Desk, values: Typed): string | null {
  const asks: [string, string, string][] = [["requester", "requester", "requester"], ["email", "email", "email"], ["organisation", "organisation", "organisation"], ["subject", "subject", "subject"], ["description", "description", "description"], ["type", "type", "type"], ["category", "category", "category"]];
  const missing = asks.find(([need, name]) => (need === "subject" || desk.required.includes(need)) && !values[name]?.trim());
  return missing ? say(missing[2]) : null;
}

const bodyOf = (values: Typed, fields: Record<string, string>, desk: Desk): Record<string, unknown> => ({
  subject: values.subject.trim(), description: values.description, requester: values.requester, email: values.email, phone: values.phone, contact: values.contact || null, organisation: values.organisation || null,
  department: values.department || desk.departments[0]?.id || null, type: values.type || null, category: values.category || null, priority: Number(values.priority) || null, mine: values.mine === "yes", fields,
});

function asBefore(again: Opening, home: Home): Typed {
  const body = again.body, text = (name: string): string => String(body[name] ?? "");
  const desk = home.desks.find((one) => one.id === again.desk);
  return { desk: again.desk, subject: text("subject"), description: text("description"), requester: text("requester"), email: text("email"), phone: text("phone"), contact: text("contact"), contactName: text("requester"), organisation: text("organisation"),
    department: text("department"), type: text("type"), category: text("category"), priority: text("priority"), mine: body.mine ? "yes" : "no", ...asTyped((body.fields ?? {}) as Record<string, string>, desk?.fields ?? []) };
}
