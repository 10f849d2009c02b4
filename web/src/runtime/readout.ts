// From what the model computed to what a person is told. The twin of backend/shotglass/engine/tasks/task_events.py.

import type { LabelScore, ScoreEvent } from "../core/api/events";
import { shares, type EncodedLabels } from "./text/labels";
import { logSumExp, mixture, type Prediction } from "../core/decoding/distribution";

type TextOf = (id: number) => string;

export function scoreEvent(
  lane: string,
  { texts, ids, moved }: EncodedLabels,
  logprobs: readonly number[],
  after: Prediction,
  textOf: TextOf,
): ScoreEvent {
  const parts = shares(logprobs);
  const labels = texts.map((text, i): LabelScore => {
    const logprob = logprobs[i] ?? 0;
    return { text, ids: [...(ids[i] ?? [])], logprob, p: Math.exp(logprob), share: parts[i] ?? 0 };
  });
  return {
    ...{ type: "score", lane, labels, mass: massOf(labels) },
    ...{ next: after.head(textOf), boundary_moved: moved },
    ...{ sample: null, reasoning: null, forced: false, samples: 1, spread: [] },
  };
}

/**
 * The score of a reasoning lane: its samples' probabilities averaged, at the labels and over the
 * whole vocabulary. `scores` are of the same labels; at least one is expected.
 */
export function meanScore(
  scores: readonly ScoreEvent[],
  predictions: readonly Prediction[],
  textOf: TextOf,
): ScoreEvent {
  const [first] = scores as [ScoreEvent];
  const logprobs = first.labels.map(
    (_, i) => logSumExp(scores.map((s) => s.labels[i]?.logprob ?? 0)) - Math.log(scores.length),
  );
  const parts = shares(logprobs);
  const labels = first.labels.map((label, i) => {
    const logprob = logprobs[i] ?? 0;
    return { ...label, logprob, p: Math.exp(logprob), share: parts[i] ?? 0 };
  });
  return {
    ...first,
    ...{ labels, mass: massOf(labels), next: mixture(predictions).head(textOf) },
    boundary_moved: [...new Set(scores.flatMap((score) => score.boundary_moved))],
    ...{ sample: null, reasoning: null, forced: scores.some((score) => score.forced) },
    ...{ samples: scores.length, spread: spreadOf(scores) },
  };
}

function massOf(labels: readonly LabelScore[]): number {
  return labels.reduce((sum, label) => sum + label.p, 0);
}

/** Lowest and highest p among the samples: one pair a label, then one of the mass. */
function spreadOf(scores: readonly ScoreEvent[]): [number, number][] {
  const rows = scores.map((score) => [...score.labels.map((label) => label.p), score.mass]);
  return (rows[0] ?? []).map((_, column) => {
    const values = rows.map((row) => row[column] ?? 0);
    return [Math.min(...values), Math.max(...values)];
  });
}
