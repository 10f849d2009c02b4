// What tells the series of a plot apart: a color each, and a mark, since color is never alone.

const COLORS = ["few", "one", "right", "reason", "zero", "ink"] as const;

/** The color of the i-th series. */
export function colorOf(i: number): string {
  return `var(--${COLORS[i % COLORS.length] ?? "ink"})`;
}

const MARKS = [
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z",
  "M-3.5-3.5h7v7h-7Z",
  "M0-5l5 8.5h-10Z",
  "M0-5l5 5-5 5-5-5Z",
  "M0 5l5-8.5h-10Z",
  "M-4.5-1.5h3v-3h3v3h3v3h-3v3h-3v-3h-3Z",
];

/** The mark of the i-th series around 0, 0. */
export function markOf(i: number): string {
  return MARKS[i % MARKS.length] ?? "";
}
