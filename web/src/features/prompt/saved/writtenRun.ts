// What was written in the columns of Prompt, as a run.

import type { WrittenRun } from "../../../core/runFile/runs";
import { headOf } from "../../../state/runFile/head";
import type { Column } from "../writing/column.svelte";
import { questionOf, writtenOf } from "./columns";

/** As it stands now, whatever is written meanwhile; null where nothing is written. */
export async function writtenRun(
  columns: readonly Pick<Column, "made" | "samples">[],
  at: Date,
): Promise<WrittenRun | null> {
  const whole = columns.flatMap(({ made, samples }) =>
    made === null || samples.length === 0 ? [] : [{ made, written: writtenOf(samples) }],
  );
  if (whole.length === 0) return null;
  const question = { columns: whole.map(({ made }, model) => questionOf(made, model)) };
  const results = { columns: whole.map(({ written }) => written) };
  const models = whole.map(({ made: { of, model, where, numbers } }) => {
    return { id: of.model, name: model, where, precision: numbers.as };
  });
  return { ...(await headOf("prompt", models, at)), question, results };
}
