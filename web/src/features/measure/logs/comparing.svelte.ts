// Logs of other programs, which the server reads and compares; no model is asked.

import { compareLogs } from "../../../core/api/api";
import type { LogComparison } from "../../../core/api/api.gen";
import { chosen } from "../choice.svelte";
import { problemOf } from "../run/longRun.svelte";
import type { Problem } from "../../../core/api/events";

export const MOST_BYTES = 17e6; // of all files together: a request has room for so many

const besideWhat = () => `${chosen.id} ${chosen.subject}`;

class Comparing {
  #result = $state.raw<{ comparison: LogComparison; beside: string } | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  /** What was opened, until another question or task is chosen. */
  readonly shown = $derived.by(() =>
    this.#result?.beside === besideWhat() ? this.#result.comparison : null,
  );

  async open(files: readonly File[]): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      this.#result = { comparison: await compareLogs(files), beside: besideWhat() };
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.busy = false;
    }
  }

  close(): void {
    this.#result = null;
  }
}

export const comparing = new Comparing();
