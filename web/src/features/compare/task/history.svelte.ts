// Undo and redo: the draft before every step that takes something away, and what the step was.
// Typing is undone by its field; whatever was typed since a step comes back with redo.

import type { Prompt } from "../../../core/prompting/render";
import type { DraftState } from "../../../core/address/compare";
import { draft } from "../../../state/draft.svelte";
import { route } from "../../../state/route.svelte";
import { comparison } from "../comparison.svelte";

const MOST_STEPS = 50;

export type Step =
  | { kind: "delete"; what: string }
  | { kind: "paste" | "replace"; rows: number; left: number }
  | { kind: "flip" | "shuffle" }
  | { kind: "reset" }
  | { kind: "open" | "new" }
  | { kind: "file"; name: string };

interface Past {
  step: Step;
  state: DraftState;
}

class History {
  #undo = $state.raw<Past[]>([]);
  #redo = $state.raw<Past[]>([]);
  #last = $state.raw<{ step: Step; undone: boolean; after: Prompt } | null>(null);

  /** What is offered to be undone: the last step, until the task is edited again. */
  get last(): { step: Step; undone: boolean } | null {
    return this.#last?.after === draft.prompt ? this.#last : null;
  }

  /**
   * Makes the step `change` takes one that can be undone, here and with the browser's Back.
   * `quiet`: there was nothing to lose.
   */
  step(step: Step, change: () => void, quiet = false): void {
    route.mark();
    this.#undo = [...this.#undo, { step, state: draft.state }].slice(-MOST_STEPS);
    this.#redo = [];
    change();
    this.#last = quiet ? null : { step, undone: false, after: draft.prompt };
  }

  undo(): void {
    const past = this.#undo.at(-1);
    if (past === undefined) return;
    this.#undo = this.#undo.slice(0, -1);
    this.#redo = [...this.#redo, { step: past.step, state: draft.state }];
    this.#go(past, true);
  }

  redo(): void {
    const next = this.#redo.at(-1);
    if (next === undefined) return;
    this.#redo = this.#redo.slice(0, -1);
    this.#undo = [...this.#undo, { step: next.step, state: draft.state }];
    this.#go(next, false);
  }

  #go({ step, state }: Past, undone: boolean): void {
    route.mark();
    draft.restore(state);
    void comparison.show();
    this.#last = { step, undone, after: draft.prompt };
  }
}

export const history = new History();
