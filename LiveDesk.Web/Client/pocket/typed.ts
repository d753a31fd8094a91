// What is typed and not finished, on this telephone, at every key: a reload, a call that comes in or an empty battery loses none of it.
const key = (person: string, form: string): string => `livedesk.pocket.typed.${person}.${form}`;

export type Typed = Record<string, string>;

export function typed(person: string, form: string): Typed {
  try { return JSON.parse(localStorage.getItem(key(person, form)) ?? "{}") as Typed; }
  catch { return {}; } // not ours: as if it were not there
}

export function keep(person: string, form: string, fields: Typed): void {
  try { localStorage.setItem(key(person, form), JSON.stringify(fields)); } catch { /* full: the form itself has it */ }
}

export function forget(person: string, form: string): void { localStorage.removeItem(key(person, form)); }

export const isUnfinished = (person: string, form: string): boolean => localStorage.getItem(key(person, form)) !== null;

/** Something begun on a ticket of this telephone's own, which has its id of the desk now. */
export function move(person: string, from: string, to: string): void {
  const left = localStorage.getItem(key(person, from));
  if (left === null) return;
  localStorage.setItem(key(person, to), left);
  forget(person, from);
}

/** Fills the form with what was left in it, and keeps what is typed from now on. @param start What it begins with otherwise. */
export function keepForm(person: string, form: string, element: HTMLFormElement, start: Typed | null = null): void {
  fill(element, { ...start, ...typed(person, form) });
  element.addEventListener("input", () => { if (hasText(element)) keep(person, form, valuesOf(element)); else forget(person, form); });
}

/** Choices and days have usual values: alone they are nothing that somebody typed. */
const hasText = (element: HTMLFormElement): boolean => fieldsOf(element).some((field) => !["radio", "checkbox", "date", "hidden", "select-one"].includes(field.type) && field.value.trim() !== "");

export function valuesOf(element: HTMLFormElement): Typed {
  const values: Typed = {};
  for (const field of fieldsOf(element)) if (field.type === "radio") { if (field.checked) values[field.name] = field.value; } else values[field.name] = field.type === "checkbox" ? (field.checked ? "yes" : "no") : field.value;
  return values;
}

function fill(element: HTMLFormElement, values: Typed): void {
  for (const field of fieldsOf(element)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = value === "yes";
    else if (!(field instanceof HTMLSelectElement) || [...field.options].some((option) => option.value === value)) field.value = value;
  }
}

type Control = HTMLInputElement;
const fieldsOf = (element: HTMLFormElement): Control[] => [...element.elements].filter((one): one is Control => one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement).filter((one) => one.name !== "" && one.type !== "file");
