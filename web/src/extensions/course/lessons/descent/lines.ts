// Lines through points: that of ridge regression, and those of gradient descent, step by step.

/** A point of an example: its input and its answer. */
export interface Example {
  x: number;
  y: number;
}

/** A line's height at 0 and its slope. */
export type Line = readonly [height: number, slope: number];

export const NOISE = 0.5; // deviation of the answers from the line, as in the experiment
export const RATE = 0.2; // of descent; no step goes too far while inputs are within -2 and 2
export const MOST_STEPS = 32;

/** The line after 0, 1, ... steps of descent from 0 on half the mean squared error. */
export function descended(examples: readonly Example[], steps: number): Line[] {
  const lines: Line[] = [[0, 0]];
  for (let step = 0; step < steps; step++) {
    const [height, slope] = lines[step] ?? [0, 0];
    const [up, turn] = sums(examples, ({ x, y }) => {
      const missed = y - height - slope * x;
      return [missed, missed * x];
    });
    const rate = RATE / examples.length;
    lines.push([height + rate * up, slope + rate * turn]);
  }
  return lines;
}

/** The mean of all lines that there can be, by how probable the examples make each: the solution of
 * (X'X + noise^2 I) w = X'y, where a row of X is 1 and x. */
export function ridge(examples: readonly Example[]): Line {
  const [x, squares] = sums(examples, ({ x }) => [x, x * x]);
  const [y, products] = sums(examples, ({ x, y }) => [y, x * y]);
  const [a, d] = [examples.length + NOISE ** 2, squares + NOISE ** 2];
  const determinant = a * d - x * x;
  return [(d * y - x * products) / determinant, (a * products - x * y) / determinant];
}

/** The mean squared difference of two lines where x is drawn from N(0, 1). */
export function apart(line: Line, other: Line): number {
  return (line[0] - other[0]) ** 2 + (line[1] - other[1]) ** 2;
}

/** After how many steps, at least one, the line is nearest to `goal`. */
export function nearest(lines: readonly Line[], goal: Line): number {
  const differences = lines.slice(1).map((line) => apart(line, goal));
  return 1 + differences.indexOf(Math.min(...differences));
}

function sums(
  examples: readonly Example[],
  of: (example: Example) => readonly [number, number],
): [number, number] {
  const pairs = examples.map(of);
  const sum = (part: 0 | 1) => pairs.reduce((total, pair) => total + pair[part], 0);
  return [sum(0), sum(1)];
}
