// What the drawing of the stages shows: the likeliest tokens row by row, the rest as one row.

import { type Narrowed, type StageName, STAGES } from "../../../core/decoding/narrowing";

export type Reason = "top_k" | "top_p" | "min_p"; // which filter removed a token

export interface StageCell {
  p: number;
  before: number; // at the stage before: what a removed token had
  removed: Reason | null;
}

export interface StageRow {
  place: number; // in the order
  id: number;
  cells: Record<StageName, StageCell>;
}

export interface Rest {
  tokens: Record<StageName, number>; // left, but not in a row of their own
  p: Record<StageName, number>;
}

const BEFORE: Record<StageName, StageName> = {
  softmax: "softmax",
  top_k: "softmax",
  top_p: "top_k",
  min_p: "top_p",
};

/** The first `shown` tokens; one drawn from beyond them takes the last row. */
export function stageRows(left: Narrowed, shown: number, chosen: number): StageRow[] {
  const places = [...Array(Math.min(shown, left.order.length)).keys()];
  if (chosen >= places.length) places.splice(-1, 1, chosen);
  return places.map((place) => ({
    place,
    id: left.order[place] ?? 0,
    cells: record((stage) => ({
      p: left.p(stage, place),
      before: left.p(BEFORE[stage], place),
      removed: removed(left, stage, place),
    })),
  }));
}

export function restOf(left: Narrowed, rows: readonly StageRow[]): Rest {
  return {
    tokens: record((stage) => {
      return left.counts[stage] - rows.filter((row) => row.place < left.counts[stage]).length;
    }),
    p: record((stage) => {
      // From the tail, not from 1 minus the rows: a rest of 1e-9 stays what it is.
      const last = rows.filter((row, i) => row.place === i).length;
      const beyond = rows.filter((row) => row.place >= last);
      const named = beyond.reduce((sum, row) => sum + left.p(stage, row.place), 0);
      return Math.max(0, left.tail(stage, last) - named);
    }),
  };
}

function removed({ counts }: Narrowed, stage: StageName, place: number): Reason | null {
  if (stage === "softmax" || place < counts[stage] || place >= counts.softmax) return null;
  if (place >= counts.top_k) return "top_k";
  return place >= counts.top_p ? "top_p" : "min_p";
}

function record<T>(of: (stage: StageName) => T): Record<StageName, T> {
  const [softmax, top_k, top_p, min_p] = STAGES;
  return { softmax: of(softmax), top_k: of(top_k), top_p: of(top_p), min_p: of(min_p) };
}
