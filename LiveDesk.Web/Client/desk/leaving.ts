// Who signs out here takes their tickets off this telephone, too: the pocket view kept copies of them, to be read without a network. Who signs in
// may be somebody else, and begins with none.
import { leave } from "../pocket/who";

const CHANGES_HANDS = "form[action='/sign-out'], form:has(#password)";

export function forgetWhenHandsChange(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches(CHANGES_HANDS) || form.dataset["left"]) return;
    event.preventDefault();
    form.dataset["left"] = "yes";
    void leave().catch(() => undefined).finally(() => form.requestSubmit()); // a browser without storage has nothing to forget
  });
}
