// Examples whose answers were moved: labels flipped or shuffled, and what the model makes of it.

import { lookup } from "../lookup";
import type { ScoreEvent } from "../api/events";
import { uniform } from "../decoding/philox";
import type { Shot } from "./render";
import { nextWords } from "../statistics/readings";

/** The answers that are true, by question. */
export type Truth = Readonly<Record<string, string>>;

/** The same by shot set. */
export type Truths = Readonly<Record<string, Truth>>;

/** `wrong` of the `shown` examples have an answer that is not theirs. */
export interface Moved {
  kind: "flipped" | "moved"; // flipped: every answer stands for one other, by one rule
  answers: Truth; // which answer stands for which true one; empty where there is no rule
  wrong: number;
  shown: number;
}

/** What the model says after examples whose answers were moved, on one question. */
export interface Outcome {
  kind: Moved["kind"];
  wrong: number;
  shown: number;
  says: string;
  aloud: boolean; // its likeliest next text; else only the likeliest of the listed answers
  rotated: boolean; // by a rule for more than two answers: they are not exchanged in pairs
  before: string | null; // the same with the answers where they were; null while that is not known
  turn: Turn | null;
  way: { from: number; to: number } | null; // the probability of the answer before, then and now
}

/** What became of the answer before, and whether the moved examples point to the one that is said now. */
export type Turn =
  | "turned" // to the answer that the rule points to
  | "unturned" // as before, though another stands for it now
  | "same" // as before, and no rule asks for another
  | "against" // to another one than the rule points to
  | "changed"; // to another one, where no rule points to any

const MOST_TRIES = 64; // shuffles until one changes something

export function distinctOutputs(shots: readonly Shot[]): string[] {
  return [...new Set(shots.map((shot) => shot.output).filter((text) => text.trim() !== ""))];
}

/** Every answer becomes the next different one, the last the first: two are exchanged. */
export function flipped(shots: readonly Shot[]): Shot[] {
  const outputs = distinctOutputs(shots);
  const next = new Map(outputs.map((text, i) => [text, outputs[(i + 1) % outputs.length] ?? text]));
  return shots.map((shot) => ({ ...shot, output: next.get(shot.output) ?? shot.output }));
}

/** The answers in another order, chosen by `seed`; at least one example gets another answer. */
export function shuffled(shots: readonly Shot[], seed: number): Shot[] {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const outputs = permuted(
      shots.map((shot) => shot.output),
      seed,
      attempt,
    );
    if (outputs.every((text, i) => text === shots[i]?.output)) continue;
    return shots.map((shot, i) => ({ ...shot, output: outputs[i] ?? shot.output }));
  }
  return flipped(shots);
}

/** Fisher and Yates' shuffle with the house's random numbers. */
function permuted(texts: readonly string[], seed: number, attempt: number): string[] {
  const order = [...texts];
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(uniform(seed, attempt, i) * (i + 1));
    [order[i], order[j]] = [order[j] ?? "", order[i] ?? ""];
  }
  return order;
}

export function truthOf(shots: readonly Shot[]): Truth {
  return Object.fromEntries(shots.map(({ input, output }) => [input, output]));
}

/** The answers of examples that are not a task's own. */
export function ownTruth(shots: readonly Shot[], tasks: readonly Shot[]): Truth {
  const known = truthOf(tasks);
  const now = Object.entries(truthOf(shots));
  return Object.fromEntries(now.filter(([input, text]) => lookup(known, input) !== text));
}

/**
 * How the answers of a set were moved, counted over the `shown` places in it; null where they
 * are true, unknown, or new ones, which is a renaming.
 */
export function relabelling(
  shots: readonly Shot[],
  truth: Truth,
  shown: readonly number[],
): Moved | null {
  const known = shots.filter((shot) => Object.hasOwn(truth, shot.input));
  const pairs = known.map((shot) => [truth[shot.input] ?? "", shot.output] as const);
  const isWrong = ({ input, output }: Shot) =>
    Object.hasOwn(truth, input) && truth[input] !== output;
  const wrong = shots.filter((shot, place) => shown.includes(place) && isWrong(shot)).length;
  const answers = new Set(Object.values(truth));
  if (wrong === 0 || pairs.some(([, output]) => !answers.has(output))) return null;
  const rule = ruleOf(pairs);
  return {
    kind: rule === null ? "moved" : "flipped",
    answers: rule ?? {},
    wrong,
    shown: shown.length,
  };
}

/** The answer that stands for each true one, if that is one rule for all and keeps them apart. */
function ruleOf(pairs: readonly (readonly [string, string])[]): Truth | null {
  const rule = new Map<string, string>();
  for (const [is, stands] of pairs) {
    if ((rule.get(is) ?? stands) !== stands) return null;
    rule.set(is, stands);
  }
  return new Set(rule.values()).size === rule.size ? Object.fromEntries(rule) : null;
}

/** Whether the examples' rule asks for another answer than this true one. */
export function contradicts(moved: Moved | null, answer: string | null): boolean {
  if (moved === null || answer === null) return false;
  if (moved.kind === "moved") return 2 * moved.wrong > moved.shown;
  return lookup(moved.answers, answer) !== answer;
}

/** The examples with their answers where they were, as far as these are known. */
export function restored(shots: readonly Shot[], truth: Truth): Shot[] {
  return shots.map((shot) => ({ ...shot, output: lookup(truth, shot.input) ?? shot.output }));
}

/**
 * `before`: the score of the same question with the answers where they were; `truth`: the question's own
 * answer by those; each where known.
 */
export function outcome(
  moved: Moved,
  score: ScoreEvent,
  before: ScoreEvent | null,
  truth: string | null,
): Outcome | null {
  const best = likeliest(score);
  if (best === null) return null;
  const { kind, wrong, shown, answers } = moved;
  const aloud = nextWords(score, 1)[0]?.text === best.text;
  const rotated = Object.entries(answers).some(([is, stands]) => answers[stands] !== is);
  const now = { kind, wrong, shown, rotated, says: best.text, aloud };
  const earlier = before === null ? null : likeliest(before);
  if (earlier === null) return { ...now, before: null, turn: null, way: null };
  const { text, p } = earlier;
  const to = score.labels.find((label) => label.text === text)?.p;
  const way = to === undefined ? null : { from: p, to };
  return { ...now, before: text, turn: turnOf(best.text, text, answers, truth), way };
}

function turnOf(says: string, before: string, rule: Truth, truth: string | null): Turn {
  if (says === before) return (rule[before] ?? before) === before ? "same" : "unturned";
  const target = truth === null ? undefined : rule[truth];
  if (target === undefined || target === truth) return "changed";
  return says === target ? "turned" : "against";
}

function likeliest(score: ScoreEvent): { text: string; p: number } | null {
  const [first, ...rest] = score.labels;
  if (first === undefined) return null;
  return rest.reduce((best, label) => (label.p > best.p ? label : best), first);
}
