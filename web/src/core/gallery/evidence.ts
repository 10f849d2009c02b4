// The recorded evidence: what holds of a gallery task under other draws and orders of its examples,
// wrong answers in them, and other templates, by a rule that was committed before.
//
// `make evidence` writes the file; `shotglass_research/evaluation/evidence/rule.py` is the rule.

import type { Interval, Verdicts } from "./verdicts";

export const PLANS = ["examples", "order", "labels", "format"] as const;
export type PlanName = (typeof PLANS)[number];
export type Answer = "yes" | "reverse" | "no" | "not enough";

/** What was right at one number of examples, order, share of right answers or format. */
export interface Point {
  at: number | string;
  right: Interval;
  form?: number;
  lowest?: number; // of several draws
  highest?: number;
}

export interface PlanFigures {
  made: string;
  plan: string; // sha256
  figure: Interval; // what is judged: a change, a range or a slope of the share of right answers
  p: number;
  holm: number; // corrected over everything that is judged of the model
  answer: Answer;
  points: readonly Point[];
  calibrated: Interval | null; // the range over orders, with calibrated answers
}

/** A plan that cannot be asked is not there; one that was not measured yet is null. */
export interface TaskEvidence {
  id: string;
  set: string;
  n: number;
  detectable: number; // the smallest difference that so many items can be expected to show
  chance: number;
  plans: Partial<Record<PlanName, PlanFigures | null>>;
}

export interface ModelEvidence {
  model: Verdicts["model"];
  judged: number; // comparisons
  tasks: readonly TaskEvidence[];
}

export interface Evidence {
  format: 1;
  rule: {
    commit: string;
    seed: number;
    difference: number;
    items: number;
    draws: number;
    orders: number;
    formats: number;
  };
  recorded: string; // 2026-11-27, or empty where nothing was measured
  models: readonly ModelEvidence[];
}

/** Fetched when it is wanted. */
export async function loadEvidence(): Promise<Evidence> {
  return (await import("../../gallery/evidence.json")).default as unknown as Evidence;
}

/** What each model was found to do on one set of a task; models that it is not asked are left out. */
export function evidenceOn(
  evidence: Evidence,
  task: string,
  set: string,
): { model: Verdicts["model"]; evidence: TaskEvidence }[] {
  return evidence.models.flatMap(({ model, tasks }) =>
    tasks
      .filter((item) => item.id === task && item.set === set)
      .map((result) => ({ model, evidence: result })),
  );
}

/** The lowest and the highest share of right answers of a plan. */
export function ends(plan: PlanFigures): [lowest: number, highest: number] {
  const rights = plan.points.map(({ right }) => right[0]);
  return [Math.min(...rights), Math.max(...rights)];
}
