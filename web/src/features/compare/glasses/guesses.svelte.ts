// Guess first: marks are hidden until someone has guessed, or asked to be shown; `?guess=1` in the
// address says so. The guesses are kept as long as the page is open, nowhere else.

import { likeliest, type Answer } from "../../../core/statistics/readings";
import { preferences } from "../../../state/preferences.svelte";
import { search } from "../../../state/search.svelte";
import { draft } from "../../../state/draft.svelte";
import { comparison, type LaneRun } from "../comparison.svelte";

/** `run` is the few-shot lane that was guessed about; null where it was only shown. */
interface Guess {
  answer: Answer;
  run: LaneRun | null;
}

class Guesses {
  #made = $state.raw<Readonly<Record<string, Guess>>>({}); // by question and kind of examples

  /** On the stage one guesses first, unless it was switched off there. */
  get on(): boolean {
    return (search.get("guess") ?? (preferences.presenting ? "1" : "0")) === "1";
  }

  set on(on: boolean) {
    if (on === preferences.presenting) search.set("guess", null);
    else search.set("guess", on ? "1" : "0");
  }

  get #question(): string {
    return JSON.stringify([draft.set, comparison.lanes.few?.prompt ?? draft.prompt]);
  }

  get hidden(): boolean {
    return this.on && comparison.any && !(this.#question in this.#made);
  }

  /** The guess made about the question that is shown; undefined where there is none. */
  get mine(): Answer | undefined {
    const made = this.on ? this.#made[this.#question] : undefined;
    return made?.run == null ? undefined : made.answer;
  }

  make(answer: Answer): void {
    const run = comparison.lanes.few;
    if (run !== null) this.#made = { ...this.#made, [this.#question]: { answer, run } };
  }

  show(): void {
    this.#made = { ...this.#made, [this.#question]: { answer: null, run: null } };
  }

  get tally(): { made: number; right: number } {
    const made = Object.values(this.#made).filter((guess) => guess.run !== null);
    const right = made.filter(({ run, answer }) => run?.score && likeliest(run.score) === answer);
    return { made: made.length, right: right.length };
  }
}

export const guesses = new Guesses();
