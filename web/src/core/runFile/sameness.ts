// Whether a run that was repeated is the run that was recorded, bit for bit. The twin of
// backend/shotglass/run_file/sameness.py; tests/contract/runs.json holds both together.

import type { RunEvent, ScoreEvent, TokenEvent } from "../api/events";

/** A token of a run; all count from 0. */
interface Place {
  lane: number;
  sample: number;
  token: number;
}

export interface Sameness {
  tokens: number; // that were compared
  answers: number; // whose log-probabilities were compared
  first: Place | null; // the first token that is another one
  largest: number; // the largest difference of a log-probability up to there, in nats
}

type Events = readonly RunEvent[];

/** Of lanes in the same order. One that was not repeated differs from its first token on. */
export function sameness(recorded: readonly Events[], repeated: readonly Events[]): Sameness {
  const result: Sameness = { tokens: 0, answers: 0, first: null, largest: 0 };
  recorded.forEach((before, lane) => {
    const after = repeated[lane] ?? [];
    const gaps = answerGaps(before, after);
    result.answers += gaps.length;
    result.largest = Math.max(result.largest, ...gaps);
    samples(before, after).forEach(([old, fresh], sample) => {
      const [equal, gap] = compared(old, fresh);
      result.tokens += equal;
      result.largest = Math.max(result.largest, gap);
      const whole = equal === Math.max(old.length, fresh.length);
      if (!whole) result.first ??= { lane, sample, token: equal };
    });
  });
  return result;
}

/** By how many nats each answer's log-probability differs; those of reasoning follow tokens. */
function answerGaps(before: Events, after: Events): number[] {
  const fresh = new Map(labels(after).map(({ text, logprob }) => [text, logprob]));
  return labels(before).flatMap(({ text, logprob }) => {
    const other = fresh.get(text);
    return other === undefined ? [] : [Math.abs(logprob - other)];
  });
}

function labels(events: Events): ScoreEvent["labels"] {
  return events.flatMap((event) =>
    event.type === "score" && event.sample == null ? event.labels : [],
  );
}

function samples(before: Events, after: Events): [TokenEvent[], TokenEvent[]][] {
  const places = [...before, ...after].map((event) => ("sample" in event ? event.sample : 0) ?? 0);
  const tokens = (events: Events, sample: number) =>
    events.filter((event) => event.type === "token").filter((event) => event.sample === sample);
  return Array.from({ length: 1 + Math.max(0, ...places) }, (_, sample) => [
    tokens(before, sample),
    tokens(after, sample),
  ]);
}

/** How many tokens are the same from the beginning on, and how far they are apart in nats. */
function compared(old: readonly TokenEvent[], fresh: readonly TokenEvent[]): [number, number] {
  let largest = 0;
  for (const [at, before] of old.entries()) {
    const after = fresh[at];
    if (after === undefined || before.id !== after.id) return [at, largest];
    largest = Math.max(largest, Math.abs(before.logprob - after.logprob));
  }
  return [old.length, largest];
}
