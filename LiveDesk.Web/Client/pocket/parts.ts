// Small things that several screens are made of.
import { el, icon } from "../widget/dom";
import { say } from "./words";

export const signs = {
  back: "M14 6l-6 6 6 6", plus: "M12 5v14M5 12h14", note: "M5 4h14v11l-5 5H5zM14 20v-5h5", camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2", check: "M5 13l4 4 10-10", close: "M6 6l12 12M18 6L6 18", waiting: "M12 19V5M6 11l6-6 6 6", warn: "M12 4l9 16H3zM12 10v4M12 17h.01",
  more: "M12 5h.01M12 12h.01M12 19h.01", phone: "M6 3h4l1.5 5-2.5 2a12 12 0 0 0 5 5l2-2.5 5 1.5v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z", mail: "M3 6h18v12H3zM3 7l9 7 9-7", place: "M12 21s7-6 7-11a7 7 0 0 0-14 0c0 5 7 11 7 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z", clip: "M8 12l6-6a3 3 0 0 1 4 4l-8 8a5 5 0 0 1-7-7l7-7",
};

export type Sign = keyof typeof signs;

export const sign = (name: Sign): SVGElement => icon(signs[name]);

export function button(label: string, act: () => void, how: { kind?: string; sign?: Sign; test?: string; hidden?: boolean } = {}): HTMLButtonElement {
  const made = el("button", { type: "button", class: `button ${how.kind ?? ""}`, "data-testid": how.test, "aria-label": how.hidden ? label : undefined }, ...(how.sign ? [sign(how.sign)] : []), ...(how.hidden ? [] : [el("span", {}, label)]));
  made.addEventListener("click", act);
  return made;
}

export function field(label: string, control: HTMLElement, how: { needed?: boolean; help?: string | null } = {}): HTMLElement {
  control.id ||= `f-${(control as HTMLInputElement).name || crypto.getRandomValues(new Uint32Array(1))[0]}`;
  const help = how.help ? el("small", { id: `${control.id}-help` }, how.help) : null;
  if (help) control.setAttribute("aria-describedby", help.id);
  if (how.needed) control.setAttribute("aria-required", "true");
  return el("div", { class: "field" }, el("label", { for: control.id }, label, ...(how.needed ? [el("span", { class: "needed" }, ` ${say("needed")}`)] : [])), control, ...(help ? [help] : []));
}

export const input = (name: string, type: string, more: Record<string, string | boolean | undefined> = {}): HTMLInputElement => el("input", { name, type, class: "input", dir: type === "text" ? "auto" : undefined, ...more });

export const area = (name: string, more: Record<string, string | boolean | undefined> = {}): HTMLTextAreaElement => el("textarea", { name, class: "input", rows: "4", dir: "auto", ...more });

export function select(name: string, options: { id: string; name: string }[], chosen: string, more: Record<string, string | boolean | undefined> = {}): HTMLSelectElement {
  const made = el("select", { name, class: "input", ...more }, ...options.map((one) => el("option", { value: one.id }, one.name)));
  made.value = chosen;
  return made;
}

export function tick(name: string, label: string, on: boolean, test?: string): HTMLElement {
  const box = el("input", { type: "checkbox", name, "data-testid": test });
  box.checked = on;
  return el("label", { class: "tick" }, box, el("span", {}, label));
}

/** The status in the desk's colour. */
export const pill = (status: string, look: string, test?: string): HTMLElement => el("span", { class: look, "data-testid": test, "data-value": status }, status);

/** A question that is answered by going on or leaving it; native, so that focus and Escape are the browser's. */
export function sheet(title: string, test: string, content: HTMLElement): HTMLDialogElement {
  const close = el("button", { type: "button", class: "button quiet square", "aria-label": say("close") }, sign("close"));
  const made = el("dialog", { class: "sheet", "data-testid": test, "aria-label": title }, el("header", {}, el("h2", {}, title), close), content);
  close.addEventListener("click", () => made.close());
  made.addEventListener("close", () => made.remove());
  made.addEventListener("click", (event) => { if (event.target === made) made.close(); });
  document.body.append(made);
  made.showModal();
  return made;
}
