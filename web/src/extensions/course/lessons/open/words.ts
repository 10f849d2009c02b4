// What the figure says, in the lesson's front matter.

import type { Outcome } from "../../../../core/experiments/result";

/** What may become of a hypothesis, in the order in which it is offered. */
export const OUTCOMES = ["held", "refuted", "null"] as const satisfies readonly Outcome[];

export interface Words {
  caption: string;
  columns: {
    question: string;
    tried: string;
    outcome: string;
    unknown: string;
  };
  hypothesis: string;
  guesses: Record<Outcome, string>; // on a button
  guessed: string;
  showAll: string;
  tally: string; // of how many guesses how many were right
  waiting: string;
  questions: readonly {
    lessons: readonly string[];
    question: string;
    tried: string;
    unknown: string;
  }[];
}
