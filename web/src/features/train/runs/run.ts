// A training run as the server tells it: its entry in the list, its lines, and how lines go on.
// `backend/shotglass/training_runs/metrics.py` says what each kind of line holds.

import type * as api from "../../../core/api/api.gen";

export type RunState = api.RunEntry["state"];

/** Times are Unix seconds; `probed`: whether examples were shown to it while it learned. */
export interface RunEntry extends Omit<api.RunEntry, "bits_per_byte"> {
  bits_per_byte: Record<string, number | null> | null;
}

export interface RunList {
  runs: RunEntry[];
  broken: { id: string; detail: string }[];
}

/** A run with its curves; `offset` is where its tail goes on. */
export interface Run
  extends RunEntry, Pick<api.TrainingRun, "recipe_text" | "lines_of" | "faulty" | "offset"> {
  data: unknown;
  lines: Line[];
}

export interface StartLine {
  kind: "start";
  time: number;
  name: string;
  recipe: Record<string, unknown>;
  parameters: number;
  tokens_total: number;
  steps_total: number;
  device?: string | null;
  precision?: string | null;
  compiled?: boolean | null;
  ceiling_flops?: number | null;
  flops_per_token?: number | null;
  commit?: string | null;
  notes?: unknown;
}

interface At {
  step: number;
  tokens: number;
  label_predictions?: number | null;
}

export interface StepLine extends At {
  kind: "step";
  loss: number | null;
  learning_rate?: number | null;
  gradient_norm?: number | null;
  tokens_per_second?: number | null;
  mfu?: number | null;
  eta?: number | null;
  time?: number | null;
}

export interface HeldLine extends At {
  kind: "held";
  bits_per_byte: Record<string, number | null>;
}

export interface ProbeLine extends At {
  kind: "probe";
  family: string;
  split: string;
  k: number;
  ways?: number | null; // labels of a question, where all have as many
  chance?: number | null; // share that a guess gets right
  n: number;
  form: number | null; // mean mass on the labels
  choice: number; // how many of the n were right
}

export interface HeadsLine extends At {
  kind: "heads";
  induction: (number | null)[][]; // [layer][head]
  previous: (number | null)[][];
}

export interface ResumeLine {
  kind: "resume";
  step: number;
  time: number;
}

export interface DoneLine extends At {
  kind: "done";
  time: number;
  seconds: number;
}

export type Measured = StepLine | HeldLine | ProbeLine | HeadsLine | DoneLine;
export type Line = StartLine | Measured | ResumeLine;

export function isMeasured(line: Line): line is Measured {
  return line.kind !== "start" && line.kind !== "resume";
}

/** The lines after more of them came: a resumed run drops what it had beyond its step, a run that
 * was begun anew drops all. */
export function grown(lines: readonly Line[], more: readonly Line[]): Line[] {
  let all = [...lines];
  for (const line of more) {
    if (line.kind === "start") all = [];
    if (line.kind === "resume") {
      all = all.filter((old) => old.kind === "start" || old.step <= line.step);
    }
    all.push(line);
  }
  return all;
}

export function linesOf<K extends Line["kind"]>(
  lines: readonly Line[],
  kind: K,
): Extract<Line, { kind: K }>[] {
  return lines.filter((line): line is Extract<Line, { kind: K }> => line.kind === kind);
}

/** Runs in the order they are offered: what is going on first, then what ships, then the latest. */
export function offered(runs: readonly RunEntry[]): RunEntry[] {
  const rank = (run: RunEntry) => (run.state === "running" ? 0 : run.origin === "recorded" ? 1 : 2);
  return [...runs].sort((a, b) => rank(a) - rank(b) || (rank(a) === 2 ? b.started - a.started : 0));
}

/** The run the page opens with: the one that ships to show emergence, else one that was probed. */
export function opening(runs: readonly RunEntry[]): RunEntry | undefined {
  return (
    runs.find((run) => run.id === EMERGENCE) ??
    offered(runs).find((run) => run.probed) ??
    offered(runs)[0]
  );
}

export const EMERGENCE = "emergence";

export const TRAIN_COMMAND = "shotglass train recipes/gpt2-tiny.toml";
