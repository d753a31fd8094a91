import { whenThere } from "./loading";

interface BlazorEvents {
  registerCustomEventType(name: string, options: { browserEventName: string; createEventArgs(event: Event): unknown }): void;
}
declare const Blazor: BlazorEvents;

const cardOf = (event: Event) => (event.target as HTMLElement).closest?.<HTMLElement>("[data-testid=card]");

// Firefox starts no drag without data, and a card being dragged is its number everywhere else.
export function watchDrags(): void {
  whenThere("Blazor", () => Blazor.registerCustomEventType("cardgrab", { browserEventName: "dragstart", createEventArgs: (event) => ({ number: Number(cardOf(event)?.dataset.number ?? 0) }) }));
  document.addEventListener("dragstart", (event) => {
    const card = cardOf(event);
    if (card && event.dataTransfer) {
      event.dataTransfer.setData("text/plain", `#${card.dataset.number}`);
      event.dataTransfer.effectAllowed = "move";
    }
  });
  // A column that takes the card says so with its class; over any other the browser shows that a drop is refused. Decided here, so
  // that moving the mouse costs no round trip.
  document.addEventListener("dragover", (event) => {
    const column = (event.target as HTMLElement).closest?.("[data-testid=column]");
    if (!column) return;
    // A hand faster than the server's answer drops too; the server then takes it, or says why not.
    const answered = document.querySelector("[data-testid=column].allowed, [data-testid=column].refused") !== null;
    if (!answered || column.classList.contains("allowed")) event.preventDefault();
  });
}
