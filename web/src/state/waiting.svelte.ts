// What runs of this page wait for: others that the server serves first.

import { onWaiting } from "../core/api/http";
import type { WaitingEvent } from "../core/api/events";

class Waiting {
  #runs = $state.raw<ReadonlyMap<object, WaitingEvent>>(new Map());

  /** Of several that wait, the one that waits for the most. */
  readonly longest = $derived<WaitingEvent | null>(
    [...this.#runs.values()].sort((a, b) => b.before - a.before)[0] ?? null,
  );

  open(): void {
    onWaiting((run, event) => {
      if (event === null && !this.#runs.has(run)) return;
      const others = [...this.#runs].filter(([other]) => other !== run);
      this.#runs = new Map(event === null ? others : [...others, [run, event]]);
    });
  }
}

export const waiting = new Waiting();
