// What the examples did, decided from two scores; `words` turns the verdict into a sentence.

import type { ScoreEvent } from "../../../core/api/events";
import { anyOther } from "../../../core/statistics/readings";

const POINT = 0.01;
const SAME_CHOICE = 0.05; // shares that differ by less than five points are one choice

export type Effect =
  | { kind: "no-examples"; there: boolean } // there: the task has some to show
  | { kind: "no-answers" }
  | { kind: "nothing"; k: number }
  | { kind: "form" }
  | { kind: "onto"; k: number; by: number; label: string; expected: string | null }
  | { kind: "away"; k: number; by: number; label: string; expected: string | null }
  | { kind: "together"; k: number; by: number };

/** `by` is a change of probability; `expected` is null where no answer is expected. */
export function effect(
  zero: ScoreEvent,
  few: ScoreEvent,
  k: number,
  expected: string | null,
  there = true,
): Effect {
  if (k === 0) return { kind: "no-examples", there };
  const moves = few.labels.map(({ text, p }) => ({ label: text, by: p - before(zero, text) }));
  const most = moves.reduce<(typeof moves)[number] | null>(largest, null);
  if (most === null) return { kind: "no-answers" };
  const off = anyOther(few) - anyOther(zero);
  if (Math.abs(most.by) < POINT) {
    if (Math.abs(off) < POINT) return { kind: "nothing", k };
    return { kind: "together", k, by: -off };
  }
  if (Math.abs(off) >= POINT && sameChoice(zero, few)) return { kind: "form" };
  return { kind: most.by > 0 ? "onto" : "away", k, ...most, by: Math.abs(most.by), expected };
}

function largest<T extends { by: number }>(best: T | null, next: T): T {
  return best === null || Math.abs(next.by) > Math.abs(best.by) ? next : best;
}

function before(zero: ScoreEvent, label: string): number {
  return zero.labels.find((item) => item.text === label)?.p ?? 0;
}

function sameChoice(zero: ScoreEvent, few: ScoreEvent): boolean {
  return few.labels.every(({ text, share }) => {
    const earlier = zero.labels.find((item) => item.text === text)?.share;
    return earlier !== undefined && Math.abs(share - earlier) < SAME_CHOICE;
  });
}
