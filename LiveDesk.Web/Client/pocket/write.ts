// A note or a reply, with photos.
import { newId } from "../shared/ids";
import { el } from "../widget/dom";
import type { App } from "./app";
import { area, button, sheet } from "./parts";
import { shrunk } from "./photo";
import type { Photo, Writing } from "./store";
import { forget, keep, keepForm, typed, valuesOf } from "./typed";
import { thumbnails } from "./waiting";
import { say } from "./words";

/** Where something is written: a ticket, or one that is not sent yet. */
export interface Place { ticket: string; desk: string; about: string }

export const formOf = (ticket: string): string => `entry.${ticket}`;

/** @param again What was written before and comes back. @param withCamera At once, as the button says. */
export async function openWrite(app: App, place: Place, again: Writing | null = null, withCamera = false): Promise<void> {
  const { store } = app, person = store.person;
  const form = again ? `again.${again.seq}` : formOf(place.ticket);
  let photos = again ? [...again.photos] : await store.photosOf(form);
  const writesNotes = app.home?.desks.find((desk) => desk.id === place.desk)?.writesNotes ?? true;

  const kinds = el("fieldset", { class: "kinds" }, el("legend", { class: "visually-hidden" }, say("kind")), kind("note", say("note"), writesNotes), kind("reply", say("reply"), !writesNotes));
  const text = area("text", { rows: "5", "data-testid": "pocket-text", "aria-label": say("text"), placeholder: say("textHint") });
  const camera = el("input", { type: "file", accept: "image/*", capture: "environment", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true", "data-testid": "pocket-camera" });
  const gallery = el("div", {});
  const problem = el("p", { class: "problem", role: "alert" });
  const content = el("form", { class: "stack", novalidate: true }, kinds, text, gallery, camera, problem, el("div", { class: "row" },
    button(say("addPhoto"), () => camera.click(), { sign: "camera", test: "pocket-add-photo" }), el("button", { type: "submit", class: "button primary grow", "data-testid": "pocket-send" }, say("send"))));
  const show = (): void => gallery.replaceChildren(...(photos.length ? [thumbnails(photos, (photo) => void set(photos.filter((one) => one !== photo)))] : []));
  const set = async (next: Photo[]): Promise<void> => { photos = next; show(); if (!again) await store.keepPhotos(form, photos); };

  camera.addEventListener("change", () => void (async () => {
    for (const file of [...camera.files ?? []]) await set([...photos, { made: newId(), ...await shrunk(file) }]);
    camera.value = "";
  })());
  keepForm(person, form, content, again && { kind: again.body.isReply ? "reply" : "note", text: again.body.text });
  show();
  const opened = sheet(say("writeTitle"), "pocket-write", content);
  content.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = valuesOf(content);
    if (!values.text.trim() && photos.length === 0) { problem.textContent = say("nothingWritten"); text.focus(); return; }
    void (async () => {
      const body = { isReply: values.kind === "reply", text: values.text };
      if (again) await app.change({ ...again, body, photos });
      else await app.add({ kind: "entry", made: newId(), ...placed(place), body, photos });
      forget(person, form);
      await store.keepPhotos(form, []);
      opened.close();
    })().catch(() => { problem.textContent = say("notKept"); });
  });
  if (withCamera) camera.click(); else text.focus();
}

const placed = (place: Place): Place => ({ ticket: place.ticket, desk: place.desk, about: place.about });

function kind(value: string, label: string, on: boolean): HTMLElement {
  const made = el("input", { type: "radio", name: "kind", value, "data-testid": `pocket-kind-${value}` });
  made.checked = on;
  return el("label", {}, made, el("span", {}, label));
}

/** Words that cannot be sent as they were meant go on as a note. */
export function moveToNote(app: App, ticket: string, text: string): void {
  const before = typed(app.store.person, formOf(ticket));
  keep(app.store.person, formOf(ticket), { kind: "note", text: before.text ? `${before.text}\n\n${text}` : text });
}
