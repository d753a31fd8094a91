// How long it was.
import { newId } from "../shared/ids";
import { el } from "../widget/dom";
import type { App } from "./app";
import { field, input, select, sheet, tick } from "./parts";
import type { Working } from "./store";
import { forget, keep, keepForm, valuesOf } from "./typed";
import { say, today } from "./words";
import type { Place } from "./write";

const USUAL = [15, 30, 60, 90];

export function openTime(app: App, place: Place, again: Working | null = null): void {
  const person = app.store.person, form = again ? `again.${again.seq}` : `time.${place.ticket}`;
  const activities = app.home?.desks.find((desk) => desk.id === place.desk)?.activities ?? [];
  const minutes = input("minutes", "text", { inputmode: "numeric", autocomplete: "off", "data-testid": "pocket-minutes" });
  const usual = el("div", { class: "row", role: "group", "aria-label": say("usual") }, ...USUAL.map((length) => {
    const made = el("button", { type: "button", class: "button grow", "data-testid": `pocket-minutes-${length}` }, say("minutesShort", length));
    made.addEventListener("click", () => { minutes.value = String(length); keep(person, form, valuesOf(content)); });
    return made;
  }));
  const day = input("day", "date", { max: today() });
  day.value = today();
  const problem = el("p", { class: "problem", role: "alert" });
  const content = el("form", { class: "stack", novalidate: true }, field(say("minutes"), minutes, { needed: true }), usual, tick("billable", say("billable"), true, "pocket-billable"),
    ...(activities.length ? [field(say("activity"), select("activity", [{ id: "", name: say("none") }, ...activities.map((name) => ({ id: name, name }))], ""))] : []),
    field(say("timeNote"), input("note", "text", { maxlength: "300", autocomplete: "off", "data-testid": "pocket-time-note" })), field(say("day"), day), problem,
    el("button", { type: "submit", class: "button primary", "data-testid": "pocket-time-save" }, say("writeDown")));
  keepForm(person, form, content, again && { ...again.body, minutes: String(again.body.minutes), billable: again.body.billable ? "yes" : "no" });
  const opened = sheet(say("timeTitle"), "pocket-time", content);
  minutes.focus();
  content.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = valuesOf(content), long = minutesIn(values.minutes);
    if (long === null) { problem.textContent = say("minutesWrong"); minutes.setAttribute("aria-invalid", "true"); minutes.focus(); return; }
    const body = { minutes: long, billable: values.billable === "yes", day: values.day || today(), note: values.note, activity: values.activity ?? "" };
    void (async () => {
      if (again) await app.change({ ...again, body });
      else await app.add({ kind: "time", made: newId(), ticket: place.ticket, desk: place.desk, about: place.about, body });
      forget(person, form);
      opened.close();
    })().catch(() => { problem.textContent = say("notKept"); });
  });
}

/** 90, or 1:30. */
function minutesIn(text: string): number | null {
  const clock = /^\s*(\d{1,2}):([0-5]\d)\s*$/.exec(text), plain = /^\s*(\d{1,4})\s*$/.exec(text);
  const minutes = clock ? 60 * Number(clock[1]) + Number(clock[2]) : plain ? Number(plain[1]) : 0;
  return minutes > 0 ? minutes : null;
}
