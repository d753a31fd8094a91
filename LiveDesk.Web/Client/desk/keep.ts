// What is typed into a plain field marked data-keep="KEY" is mirrored in this browser until the field's purpose is fulfilled
// (liveDesk.forgetKept), so that losing the circuit, the server or the tab loses nothing.
// A browser may serve several people, one after the other: each finds only what they typed themselves.
const prefix = () => `livedesk.keep.${document.querySelector<HTMLElement>("[data-person-id]")?.dataset.personId ?? ""}.`;
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function keepTyped(): void {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!isKept(field)) return;
    keep(field.dataset.keep!, field.value);
  });
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach(restoreIn);
  }).observe(document.body, { childList: true, subtree: true });
}

function restoreIn(node: Node): void {
  if (!(node instanceof HTMLElement)) return;
  const fields = [...node.querySelectorAll<Field>("[data-keep]")];
  if (isKept(node)) fields.push(node);
  for (const field of fields) {
    const kept = localStorage.getItem(prefix() + field.dataset.keep);
    if (kept && isFree(field, kept)) put(field, kept);
  }
}

/** What stands in a field already stays; of a list something always stands there, and what was chosen may be gone from it. */
function isFree(field: Field, kept: string): boolean {
  return field instanceof HTMLSelectElement ? field.value !== kept && [...field.options].some((option) => option.value === kept) : !field.value;
}

function keep(key: string, value: string): void {
  if (value) localStorage.setItem(prefix() + key, value);
  else localStorage.removeItem(prefix() + key);
}

/** What the server knows for an empty field. What was typed meanwhile stands; the next key replaces an offer, it does not add to it. */
function offer(id: string, value: string): void {
  const field = document.getElementById(id);
  if (!(field instanceof HTMLInputElement) || field.value) return;
  put(field, value);
  if (document.activeElement === field) field.select();
}

function put(field: Field, value: string): void {
  field.value = value;
  // Blazor binds on change: tell it what stands there now.
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function isKept(target: EventTarget | null): target is Field {
  return (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) && target.dataset.keep !== undefined;
}

function forgetKept(key: string): void {
  for (const name of Object.keys(localStorage)) if (name.startsWith(prefix() + key)) localStorage.removeItem(name);
}

Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, { forgetKept, keep, offer }) });
