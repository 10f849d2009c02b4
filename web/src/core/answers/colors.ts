// Which answers have a color of their own, by place, and that they keep it through an edit.

export const MOST_COLORS = 6;

/** Which answers have a color of their own, by place: all, or the lead and the first ones. */
export function colored(count: number, lead: number | null): number[] {
  const all = [...Array(count).keys()];
  if (count <= MOST_COLORS) return all;
  const first = all.slice(0, MOST_COLORS);
  if (lead === null || lead < MOST_COLORS) return first;
  return [...first.slice(0, -1), lead];
}

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
