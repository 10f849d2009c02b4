// Stepping k, by hand or from 0 to the last example by itself; choosing another kind of examples.

import { draft } from "../../../state/draft.svelte";
import { route } from "../../../state/route.svelte";
import { comparison } from "../comparison.svelte";

const DWELL = 650; // ms a step stays before the next

class Play {
  running = $state(false);
  #turn = 0;

  step(k: number): void {
    this.stop();
    draft.k = k;
    void comparison.follow();
  }

  /** Another kind of examples: a step one may want to go back from. */
  choose(set: string): void {
    this.stop();
    route.mark();
    draft.switchSet(set);
    void comparison.follow();
  }

  stop(): void {
    this.#turn += 1;
    this.running = false;
  }

  async start(): Promise<void> {
    const turn = ++this.#turn;
    this.running = true;
    for (let k = 0; k <= draft.most; k += 1) {
      draft.k = k;
      await Promise.all([comparison.follow(), new Promise((done) => setTimeout(done, DWELL))]);
      if (turn !== this.#turn) return;
    }
    this.running = false;
  }
}

export const play = new Play();
