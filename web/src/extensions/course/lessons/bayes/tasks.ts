// Bayes' rule over five tasks that say of numbers whether they are A or B, each with slips.

export type Answer = "A" | "B";

/** A number of the prompt with its answer; null: left out. */
export interface Example {
  x: number;
  answer: Answer | null;
}

/** Of which numbers each task says A. */
export const TASKS = {
  even: (x: number) => x % 2 === 0,
  odd: (x: number) => x % 2 === 1,
  small: (x: number) => x <= 10,
  large: (x: number) => x > 10,
  thirds: (x: number) => x % 3 === 0,
} as const;
export type Task = keyof typeof TASKS;

const NAMES = Object.keys(TASKS) as Task[];
const SLIP = 0.1; // how often a task's answer is the other one

export interface Belief {
  task: Task;
  fits: number; // examples whose answer is the task's
  p: number; // of the task after the examples
  says: number; // the probability of A in this task
}

/** p(y | x, c): how probable an answer is in a task. */
export function likelihood(task: Task, x: number, answer: Answer): number {
  return TASKS[task](x) === (answer === "A") ? 1 - SLIP : SLIP;
}

/** p(c | examples) of every task, all alike before the first; and what it says of `query`. */
export function beliefs(examples: readonly Example[], query: number): Belief[] {
  const given = examples.flatMap(({ x, answer }) => (answer === null ? [] : [{ x, answer }]));
  const products = NAMES.map((task) =>
    given.reduce((product, { x, answer }) => product * likelihood(task, x, answer), 1),
  );
  const all = products.reduce((a, b) => a + b);
  return NAMES.map((task, i) => ({
    task,
    fits: given.filter(({ x, answer }) => TASKS[task](x) === (answer === "A")).length,
    p: (products[i] ?? 0) / all,
    says: likelihood(task, query, "A"),
  }));
}

/** p(A | examples): what all tasks say, each with its own weight. */
export function together(beliefs: readonly Belief[]): number {
  return beliefs.reduce((sum, { p, says }) => sum + p * says, 0);
}
