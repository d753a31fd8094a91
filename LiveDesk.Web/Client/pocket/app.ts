// What the screens may ask and do.
import type { Store, Unsent, Waiting } from "./store";
import type { Home, Ticket } from "./wire";

export interface App {
  readonly store: Store;
  readonly home: Home | null;
  readonly waiting: Waiting[];
  readonly sendingNow: number | null;
  readonly isOffline: boolean;
  /** By its id; from this telephone when there is no network. */
  ticket(id: string): Ticket | null;
  add(what: Unsent): Promise<void>;
  change(what: Waiting): Promise<void>;
  drop(one: Waiting): Promise<void>;
  redraw(): void;
}
