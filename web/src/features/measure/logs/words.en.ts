// The words for logs of other programs, in English; `*` stands around what stands out.

import type { TaskComparison } from "../../../core/api/api.gen";
import { levelText } from "../../../core/measurement/bounds";
import { count, percentDigits, shortPercent } from "../../../core/text/numbers";
import type { Written } from "../sentence/sentence";
import {
  differenceText,
  isShare,
  meanText,
  type LogFacts,
} from "../../../core/measurement/logComparison";

const pText = (p: number) => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);
const tasks = (n: number) => (n === 1 ? "1 task" : `${count(n)} tasks`);
const questions = (n: number) => (n === 1 ? "1 question" : `${count(n)} questions`);

function means(task: TaskComparison): string {
  const [first, second] = task.runs;
  const written = ({ right }: typeof first) =>
    isShare(task) ? shortPercent(right.value) : meanText(task, right);
  const what = task.kind === "right or wrong" ? " right" : ` ${task.metric}`;
  return `*${written(second)}*${what} of ${second.model} against *${written(first)}* of ${first.model}`;
}

function single(task: TaskComparison, smallest: number): Written {
  const second = task.runs[1].model;
  const right = task.kind === "right or wrong";
  const main = {
    higher: right ? `${second} is right more often` : `${second} scores higher`,
    lower: right ? `${second} is right less often` : `${second} scores lower`,
    "none as large": `The two do not differ by as much as ${shortPercent(smallest)}`,
    "not enough": `${questions(task.n)} are not enough to say which one is better`,
  }[task.difference.answer];
  return { main: `${main}: ${means(task)}.`, why: difference(task), small: small([task]) };
}

function difference(task: TaskComparison): string {
  const { difference } = task;
  const unit = isShare(task) ? " points" : "";
  return `The paired difference is ${differenceText(task)}${unit}${levelText(difference)}, ${pText(difference.holm)}: ${count(difference.gained)} gained, ${count(difference.lost)} lost.`;
}

function several(f: LogFacts): Written {
  const [first, second] = [f.first || "the first", f.second || "the second"];
  const sides = [
    ...(f.higher > 0 ? [`higher in *${tasks(f.higher)}*`] : []),
    ...(f.lower > 0 ? [`lower in *${tasks(f.lower)}*`] : []),
    ...(f.rest > 0 ? [`not told apart in ${tasks(f.rest)}`] : []),
  ];
  const main = `Of ${tasks(f.tasks.length)} ${second} is ${sides.join(", ")}, against ${first}.`;
  const why = "Each task has an exact paired test; Holm’s correction is over all of them.";
  return { main, why, small: small(f.tasks) };
}

function small(all: readonly TaskComparison[]): string {
  const sum = (of: (task: TaskComparison) => number) => all.reduce((n, task) => n + of(task), 0);
  const [task] = all;
  const n = `n = ${questions(sum(({ n }) => n))} that both were scored on; brackets are 95 % intervals, or as their level says.`;
  const alone = sum(({ runs }) => runs[0].only + runs[1].only);
  const unscored = sum(({ unscored }) => unscored);
  return [
    n,
    ...(all.length === 1 && task != null && task.detectable !== null
      ? [power(task.detectable)]
      : []),
    ...(alone > 0 ? [`Left out: ${count(alone)} that stand in one log alone.`] : []),
    ...(unscored > 0 ? [`Left out: ${count(unscored)} without such a score.`] : []),
    ...all.flatMap(({ runs }) =>
      runs.flatMap(({ model, status }) =>
        status === "" ? [] : [`The run of ${model} did not end well: ${status}.`],
      ),
    ),
  ].join(" ");
}

const power = (detectable: number) =>
  detectable > 1
    ? "So few show no difference at all."
    : `So many can be expected to show a difference of ${percentDigits(detectable)} points or more.`;

export const logs = {
  written: (f: LogFacts): Written => {
    const [task] = f.tasks;
    return f.tasks.length === 1 && task != null ? single(task, f.smallest) : several(f);
  },
  label: (f: LogFacts) =>
    `By how much ${f.second || "the second"} is above ${f.first || "the first"}, in points of the span of all scores`,
  columns: {
    task: "task",
    metric: "score",
    n: "questions",
    interval: "interval",
    change: "difference",
    p: "p (Holm)",
    gained: "gained",
    lost: "lost",
    shows: "would show",
  },
  differ: (task: string, n: number) => `Where they differ: ${task}, ${questions(n)}`,
  differing: (n: number, of: number) =>
    n === of ? `${questions(n)} scored differently` : `The first ${count(n)} of ${questions(of)} scored differently; the terminal has all: shotglass compare-logs --json`, // prettier-ignore
  question: "question",
  expected: "expected",
  says: (answer: string, score: string) => `${answer} (${score})`,
  close: "Back to Measure",
  reading: "The logs are being read …",
  large: "The files have more than 17 MB together. The terminal reads larger ones: shotglass compare-logs A B", // prettier-ignore
  many: "Choose one file, or two logs to compare.",
};
