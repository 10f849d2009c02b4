// A filled text as a run in a file, and back.

import { fill } from "../../../core/api/api";
import { floatsSame } from "../../../core/runFile/floats";
import type { FilledRun } from "../../../core/runFile/runs";
import type { Sameness } from "../../../core/runFile/sameness";
import { headOf } from "../../../state/runFile/head";
import { prompt } from "../state.svelte";

const MOST_LEFT = 100; // tokens of the second model at a gap, beside those that fill it

/** Null while nothing is filled. */
export async function savedFill(): Promise<FilledRun | null> {
  const { filling } = prompt;
  const { done } = filling;
  if (done === null || filling.busy) return null;
  const where = "computer" as const;
  const masked = { id: done.id, name: done.masked, where, precision: "fp32" as const };
  const second = done.causal;
  const causal = second && {
    id: second.id,
    name: second.name,
    where,
    precision: second.numbers.as,
  };
  const left = filling.beside.map(({ left, next }, at) => {
    const filled = done.filled.gaps[at]?.distribution.alternatives.map(({ text }) => text) ?? [];
    return {
      left,
      next: [...next]
        .sort(([, a], [, b]) => b - a)
        .filter(([text], rank) => rank < MOST_LEFT || filled.includes(text))
        .map(([text, p]) => ({ text, p })),
    };
  });
  return {
    ...(await headOf("fill", causal === null ? [masked] : [masked, causal], new Date())),
    question: { text: done.filled.text },
    results: { filled: done.filled, left },
  };
}

export function openFill({ models, question, results }: FilledRun): void {
  const [masked, causal] = models;
  prompt.stop();
  prompt.turnTo("fill");
  prompt.text = question.text;
  const second = causal && {
    ...{ id: causal.id, name: causal.name },
    numbers: { as: causal.precision, off: null },
  };
  const { id, name } = masked ?? { id: "", name: "" };
  prompt.filling.done = { id, masked: name, causal: second ?? null, filled: results.filled };
  prompt.filling.beside = results.left.map(({ left, next }) => {
    return { left, next: new Map(next.map(({ text, p }) => [text, p])) };
  });
}

/** The masked model alone: what the second says is told by its tokens in Next word. */
export async function filledAgain({ models, question, results }: FilledRun): Promise<Sameness> {
  const most = results.filled.gaps.map(({ distribution }) => distribution.alternatives.length);
  const top = Math.max(1, ...most);
  const now = await fill(models[0]?.id ?? "", question.text, top, new AbortController().signal);
  return floatsSame(
    results.filled.gaps.map(({ distribution }, at) => {
      const known = now.gaps[at]?.distribution.alternatives ?? [];
      const p = new Map(known.map((token) => [token.id, token.p]));
      return [
        distribution.alternatives.map((token) => token.p),
        distribution.alternatives.map((token) => p.get(token.id) ?? 0),
      ] as const;
    }),
  );
}
