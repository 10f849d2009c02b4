// A filled text as a run in a file, and back.

import { fill } from "../../../core/api/api";
import { leftOf } from "../../../core/text/gaps";
import type { FilledRun } from "../../../core/runFile/runs";
import { RunComparison } from "../../../core/runFile/sameness";
import { vocabulary } from "../../../state/asking";
import { headOf } from "../../../state/runFile/head";
import { ofModel } from "../../../state/runFile/models";
import { leftOnly } from "../fill/filling.svelte";
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

/** The masked model, and what the second would write after each left side, where there is one. */
export async function filledAgain({
  models,
  question,
  results,
}: FilledRun): Promise<RunComparison> {
  const comparison = new RunComparison();
  const most = results.filled.gaps.map(({ distribution }) => distribution.alternatives.length);
  const top = Math.max(1, ...most);
  const now = await fill(models[0]?.id ?? "", question.text, top, new AbortController().signal);
  comparison.compare("results.filled", results.filled, now);
  const [, second] = models;
  if (second === undefined) return comparison;
  const texts = await vocabulary(second.id, new AbortController().signal);
  const tokens = now.gaps.map(({ distribution }) => distribution.alternatives[0]?.text ?? "");
  for (const [at, then] of results.left.entries()) {
    const left = leftOf(now.text, at, tokens);
    const next = await leftOnly(ofModel(second), left, texts, new AbortController().signal);
    const known = then.next.map(({ text }) => ({ text, p: next.get(text) ?? 0 }));
    comparison.compare(`results.left[${at}]`, then, { left, next: known });
  }
  return comparison;
}
