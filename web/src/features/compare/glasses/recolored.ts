// Colors of answers that stay through an edit.

import { colored, MOST_COLORS } from "../../../ui/plot/glass/glass";

/**
 * The answers by their colors, where they had colors `before`: those that stay keep theirs, the others
 * of `colored` take what is free. A color that nobody has is null.
 */
export function recolored(
  before: readonly (string | null)[],
  answers: readonly string[],
  lead: number | null,
): (string | null)[] {
  const coming = colored(answers.length, lead).flatMap((i) => answers[i] ?? []);
  const slots = [...Array(MOST_COLORS).keys()].map((i) => {
    const answer = before[i] ?? null;
    return answer !== null && coming.includes(answer) ? answer : null;
  });
  for (const answer of coming) if (!slots.includes(answer)) slots[slots.indexOf(null)] = answer;
  return slots.slice(0, slots.findLastIndex((answer) => answer !== null) + 1);
}
