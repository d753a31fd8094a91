// Questions of the desk's own, that a new or a resolved ticket has to answer.
import { el } from "../widget/dom";
import { field, input, select, tick } from "./parts";
import { say } from "./words";
import type { Field } from "./wire";

const nameOf = (one: Field): string => `field.${one.id}`;

export function asked(fields: Field[]): HTMLElement[] { return fields.map(ask); }

function ask(one: Field): HTMLElement {
  const more = { "data-testid": "pocket-field", "data-field": one.name };
  switch (one.kind) {
    case "choice": return field(one.name, select(nameOf(one), [{ id: "", name: say("choose") }, ...one.options], "", more), { needed: true, help: one.help });
    case "several": return el("fieldset", { ...more, class: "ticks" }, el("legend", {}, one.name, el("span", { class: "needed" }, ` ${say("needed")}`)), ...one.options.map((option) => tick(`${nameOf(one)}.${option.id}`, option.name, false)));
    case "number": return field(one.name, input(nameOf(one), "text", { ...more, inputmode: "decimal" }), { needed: true, help: one.help });
    case "date": return field(one.name, input(nameOf(one), "date", more), { needed: true, help: one.help });
    default: return field(one.name, input(nameOf(one), "text", { ...more, maxlength: "1000" }), { needed: true, help: one.help });
  }
}

/** What was answered, by the fields' ids. */
export function answers(fields: Field[], values: Record<string, string>): Record<string, string> {
  const given: Record<string, string> = {};
  for (const one of fields) {
    const value = one.kind === "several" ? one.options.filter((option) => values[`${nameOf(one)}.${option.id}`] === "yes").map((option) => option.id).join(" ") : values[nameOf(one)] ?? "";
    if (value.trim()) given[one.id] = one.kind === "number" ? value.replace(",", ".") : value;
  }
  return given;
}

/** The same, as a form has it. */
export function asTyped(given: Record<string, string>, fields: Field[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const one of fields)
    if (one.kind === "several") for (const option of one.options) values[`${nameOf(one)}.${option.id}`] = (given[one.id] ?? "").split(" ").includes(option.id) ? "yes" : "no";
    else values[nameOf(one)] = given[one.id] ?? "";
  return values;
}
