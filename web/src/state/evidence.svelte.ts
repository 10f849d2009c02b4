// What was measured on the gallery's tasks, once it has been fetched.

import { loadVerdicts, setVerdict, taskVerdict } from "../lib/verdicts";
import type { SetVerdict, TaskVerdict, Verdicts } from "../lib/verdicts";

class Evidence {
  all = $state.raw<Verdicts | null>(null);

  /** The page does without where it cannot be fetched. */
  async load(): Promise<void> {
    if (this.all !== null) return;
    this.all = await loadVerdicts().catch(() => null);
  }

  of(task: string): TaskVerdict | null {
    return (this.all && taskVerdict(this.all, task)) ?? null;
  }

  on(task: string, set: string): SetVerdict | null {
    return (this.all && setVerdict(this.all, task, set)) ?? null;
  }
}

export const evidence = new Evidence();
