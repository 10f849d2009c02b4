// The same questions before a fine-tuned run, in it and after it.

import { linesOf, type Line, type QuestionsLine, type RepeatedQuestion } from "../runs/trainingRun";
import { wilson } from "../../../core/statistics/wilson";

/** A question with what was said first and what is said at the step that is read off. */
export interface Answered extends Pick<RepeatedQuestion, "input" | "expected"> {
  before: RepeatedQuestion;
  now: RepeatedQuestion;
}

export interface Comparison {
  before: QuestionsLine;
  now: QuestionsLine;
  answered: Answered[];
}

/** Of the first look and the last one up to step `at` (null: the latest); null before the first. */
export function comparison(lines: readonly Line[], at: number | null): Comparison | null {
  const looks = linesOf(lines, "questions");
  const before = looks[0];
  const now = looks.findLast((look) => at === null || look.step <= at) ?? before;
  if (before === undefined || now === undefined) return null;
  const answered = before.items.flatMap((item, place) => {
    const same = now.items[place];
    const { input, expected } = item;
    return same?.input === input ? [{ input, expected, before: item, now: same }] : [];
  });
  return { before, now, answered };
}

/** The share of right answers, with its 95 % interval; null where answers are free. */
export function rightShare(look: QuestionsLine): { p: number; low: number; high: number } | null {
  if (look.right === null || look.n === 0) return null;
  const [low, high] = wilson(look.right, look.n);
  return { p: look.right / look.n, low, high };
}

/** Whether a question's answer is the right one, white space aside. */
export function isRight({ says, expected }: RepeatedQuestion): boolean {
  return says.trim() === expected.trim();
}
