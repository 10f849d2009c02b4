// What ships with the page as the answer to a question of Measure: the verdicts and the evidence,
// brought into one shape. No rule is decided here; each answer is that of the record.

import { evidenceOn, PLANS, type Evidence, type PlanFigures, type PlanName } from "./evidence";
import { setVerdict, taskVerdict, type Gain, type Interval, type Verdicts } from "./verdicts";

/** A share with its interval, where it has one. */
export interface Value {
  value: number;
  low?: number;
  high?: number;
}

/** How a question was answered, as its stamp says it. */
export type Stamp = "task" | "form" | "none" | "yes" | "reverse" | "no" | "few";

/** One condition: so many examples, an order, a share of right answers, a template. */
export interface Point {
  at: number | string;
  right: Value;
  form: Value | null;
}

export interface Finding {
  id: PlanName;
  model: Verdicts["model"];
  made: string; // 2026-11-29
  n: number;
  chance: number;
  stamp: Stamp;
  points: readonly Point[];
  gain: Gain | null; // from no example to all, where a verdict was spoken
  judged: Value | null; // a change, a range or a slope, where the evidence was judged
  comparisons: number; // that its correction runs over
}

/** What is wanted of the records. */
export interface Wish {
  task: string;
  set: string;
  model: string | null; // the one in use
}

const STAMPS = { "task learned": "task", "form learned": "form", null: "none" } as const;
const ANSWERS = { yes: "yes", reverse: "reverse", no: "no", "not enough": "few" } as const;

/**
 * The record of the model in use, else that of the model that ships. How many examples help is known
 * of all sets and questions of the shipped model by its verdicts, and of others by the evidence.
 */
export function findingOf(
  question: string,
  wish: Wish,
  verdicts: Verdicts,
  evidence: Evidence | null,
): Finding | null {
  const id = PLANS.find((plan) => plan === question);
  if (id === undefined) return null;
  const own = evidence === null ? null : byEvidence(id, wish, evidence, wish.model);
  if (own !== null && own.model.id !== verdicts.model.id) return own;
  if (id === "examples") return byVerdict(wish, verdicts);
  return own ?? (evidence && byEvidence(id, wish, evidence, verdicts.model.id));
}

function byVerdict({ task, set }: Wish, verdicts: Verdicts): Finding | null {
  const [of, verdict] = [taskVerdict(verdicts, task), setVerdict(verdicts, task, set)];
  if (of === undefined || verdict === undefined) return null;
  return {
    id: "examples",
    model: verdicts.model,
    made: verdicts.recorded,
    n: of.n,
    chance: verdict.chance,
    stamp: STAMPS[verdict.verdict],
    points: verdict.by_k.map(({ k, right, form }) => {
      return { at: k, right: valueOf(right), form: valueOf(form) };
    }),
    gain: verdict.gain,
    judged: null,
    comparisons: 1,
  };
}

function byEvidence(
  id: PlanName,
  { task, set }: Wish,
  evidence: Evidence,
  model: string | null,
): Finding | null {
  const of = evidence.models.find((record) => record.model.id === model);
  const result = evidenceOn(evidence, task, set).find((record) => record.model.id === model);
  const plan = result?.evidence.plans[id] ?? null;
  if (of === undefined || result === undefined || plan === null) return null;
  const { n, chance } = result.evidence;
  return {
    ...{ id, model: of.model, made: evidence.recorded, n, chance },
    stamp: ANSWERS[plan.answer],
    points: pointsOf(plan),
    gain: null,
    judged: valueOf(plan.figure),
    comparisons: of.judged,
  };
}

/** Of shares of right answers from none to all. */
function pointsOf({ points }: PlanFigures): Point[] {
  const order = (at: number | string) => (typeof at === "number" ? at : 0);
  return points
    .map(({ at, right, form }) => {
      return { at, right: valueOf(right), form: form === undefined ? null : { value: form } };
    })
    .sort((a, b) => order(a.at) - order(b.at));
}

function valueOf([value, low, high]: Interval): Value {
  return { value, low, high };
}
