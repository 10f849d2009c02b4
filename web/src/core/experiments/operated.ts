// What a person may set in a stock figure: which of its series are drawn, and where they are read off.

/** Said in a lesson's front matter. Series may hold a choice's name: `loss-{norm}`. */
export interface Operated {
  choose?: Readonly<Record<string, readonly string[]>>; // options, the first one first
  reads?: { along: "x" | "y"; at: number }; // an axis of curves, and where the reading begins
}

/** The numbers that stand for its state at first: a place for each choice, and that of the reading. */
export function firstValues({ choose = {}, reads }: Operated): number[] {
  return [...Object.keys(choose).map(() => 0), ...(reads === undefined ? [] : [reads.at])];
}

/** `loss-pre` of `loss-{norm}` where pre is chosen. */
export function chosenName(pattern: string, chosen: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (place, choice: string) => chosen[choice] ?? place);
}

/** What may be chosen, in every combination. */
export function combinations(choose: Operated["choose"] = {}): Record<string, string>[] {
  return Object.entries(choose).reduce<Record<string, string>[]>(
    (all, [name, options]) =>
      all.flatMap((chosen) => options.map((option) => ({ ...chosen, [name]: option }))),
    [{}],
  );
}

/** The place of what is nearest to a value. */
export function nearest(values: readonly number[], value: number): number {
  const far = values.map((item) => Math.abs(item - value));
  return Math.max(0, far.indexOf(Math.min(...far)));
}

/** Where the line through these points first comes as far as a height, on its way up or down;
 * `already` before the first one; null where it never does. */
export function crossing(
  points: readonly { x: number; y: number | null }[],
  height: number | null,
): { x: number; already: boolean } | null {
  const [first, last] = [points[0], points.at(-1)];
  if (height === null || first?.y == null || last?.y == null) return null;
  const way = last.y >= first.y ? 1 : -1;
  const left = points.map(({ y }) => way * (height - (y ?? NaN))); // until it is there
  const there = left.findIndex((distance) => distance <= 0);
  if (there === -1) return null;
  if (there === 0) return { x: first.x, already: true };
  const [before = 0, behind = 0] = [left[there - 1], left[there]];
  const [from = 0, to = 0] = [points[there - 1]?.x, points[there]?.x];
  return { x: from + (before / (before - behind)) * (to - from), already: false };
}
