// A text that is too long for any field never goes into the connection, which would end instead of saying so. It stays where it was put,
// with a sentence beside it, until it is shorter; what would save the form without it waits.
type Field = HTMLInputElement | HTMLTextAreaElement;

const longest = () => Number(document.body.dataset.longest);

export function refuseTooLong(): void {
  // With each event of a field the framework sends what stands in it.
  for (const name of ["input", "change", "focus"]) window.addEventListener(name, look, { capture: true });
  for (const name of ["submit", "click"]) window.addEventListener(name, hold, { capture: true });
}

function look(event: Event): void {
  const field = event.target;
  if (!isField(field)) return;
  const tooLong = field.value.length > longest();
  if (tooLong || field.validity.customError) field.setCustomValidity(tooLong ? sentence(field.value.length) : "");
  if (!tooLong) return;
  event.stopImmediatePropagation();
  field.reportValidity();
}

function hold(event: Event): void {
  const target = event.target instanceof Element ? event.target : null;
  const saves = event.type === "submit" ? target : target?.closest("button.primary, button[type=submit]");
  const tooLong = [...(saves?.closest("form, [role=dialog]")?.querySelectorAll<Field>("input, textarea") ?? [])].find((field) => field.validity.customError);
  if (!tooLong) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  tooLong.reportValidity();
}

function sentence(length: number): string {
  const shown = (n: number) => n.toLocaleString(document.documentElement.lang);
  return (document.body.dataset.wordsTooLong ?? "").replace("{0}", shown(length)).replace("{1}", shown(longest()));
}

function isField(target: EventTarget | null): target is Field {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
}
