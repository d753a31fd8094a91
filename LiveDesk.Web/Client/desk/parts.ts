/** An element with attributes and children. Text is text: nothing here ever parses HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string> = {}, ...children: (Node | string | null)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A modal window at the end of the page; dialog.ts keeps the focus in it and gives it back. */
export function openDialog(title: string, testId: string, close: string, ...content: Node[]): { element: HTMLElement; close(): void } {
  const shut = make("button", { type: "button", class: "button quiet square", "data-close": "", "aria-label": close }, "✕");
  const dialog = make("div", { class: `dialog ${testId}`, role: "dialog", "aria-modal": "true", "aria-label": title, "data-testid": testId }, make("header", {}, make("h2", {}, title), shut), ...content);
  const veil = make("div", { class: "dialog-veil" }, dialog);
  const end = (): void => veil.remove();
  shut.addEventListener("click", end);
  veil.addEventListener("click", (event) => event.target === veil && end());
  veil.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    // Only this: what else Escape ends goes on behind it.
    event.stopPropagation();
    event.preventDefault();
    end();
  });
  document.body.append(veil);
  return { element: dialog, close: end };
}

/** The words are on the page itself: the server that has the others cannot be asked. */
export function sayUnreachable(): void {
  const { title, unreachable, closeWord } = document.querySelector<HTMLElement>("[data-palette]")!.dataset;
  openDialog(title!, "unreachable", closeWord!, make("p", { role: "alert" }, unreachable!));
}

export interface Place { id: string; label: string; href: string }
export interface Hit { kind: string; label: string; hint: string; href: string }
export interface Keyboard { words: Record<string, string>; places: Place[] }

let known: Keyboard | null = null;

/** What the server says for this person, in their language: at once when it said so before, and anew for the next time. */
export async function keyboard(): Promise<Keyboard> {
  const fresh = ask<Keyboard>("/keyboard").then((said) => (known = said));
  if (!known) return await fresh;
  // Not to be reached: what it said before still holds, and going there says the rest.
  fresh.catch(() => {});
  return known;
}

/** @throws When the server cannot be reached, or the person is signed out. */
export async function ask<T>(address: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(address, { headers: { "X-LiveDesk": "1" }, ...(signal ? { signal } : {}) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return (await answer.json()) as T;
}
