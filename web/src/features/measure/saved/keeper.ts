// What Measure shows as a run in a file, and back. The record in it is the one that Measure saves by
// itself; it is read and written by the same functions.

import { measure } from "../../../core/api/api";
import { isWhole, recordText, withReading, empty } from "../../../core/measurement/record";
import { floatsSame } from "../../../core/runFile/floats";
import type { MeasuredRun } from "../../../core/runFile/runs";
import type { Sameness } from "../../../core/runFile/sameness";
import { ApiError } from "../../../core/api/api";
import { computedAs } from "../../../core/models/precision";
import { headOf } from "../../../state/runFile/head";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { server } from "../../../state/server.svelte";
import { causeRecordText } from "../causes/record";
import { searching } from "../causes/searching.svelte";
import { chosen } from "../choice.svelte";
import { measuring } from "../run/measuring.svelte";
import { readRecord } from "../../../core/measurement/record";

runFiles.serve("measure", { save, open, again, close });

/** Null while nothing is measured, or not to its end. */
async function save(): Promise<MeasuredRun | null> {
  const { result } = measuring;
  const causes = searching.shown;
  const models: { id: string; precision: string }[] =
    causes !== null
      ? [{ id: causes.planned.model, precision: causes.request.precision ?? "fp32" }]
      : (result?.models ?? []);
  const measured =
    causes === null && result !== null && isWhole(result) ? recordText(result) : null;
  const text = causes?.whole === true ? causeRecordText(causes) : measured;
  if (text === null || measuring.running || searching.running) return null;
  const named = models.map(({ id, precision }) => {
    const name = server.models.find((model) => model.id === id)?.name ?? id;
    return { id, name, where: "computer" as const, precision: computedAs(precision) };
  });
  return {
    ...(await headOf("measure", named, new Date())),
    question: { address: chosen.toQuery().toString() },
    results: {
      kind: causes === null ? "measurement" : causes.name,
      record: JSON.parse(text) as MeasuredRun["results"]["record"],
    },
  };
}

function open({ results }: MeasuredRun): void {
  const text = JSON.stringify(results.record);
  if (!searching.open(text)) measuring.open(text);
}

async function again({ results }: MeasuredRun): Promise<Sameness> {
  const before = readRecord(JSON.stringify(results.record));
  let now = before;
  for await (const event of measure(before.plan, new AbortController().signal)) {
    if (event.type === "failed") throw new ApiError(event.problem);
    if (event.type === "planned") now = empty(before.plan, event, before.shotglass, before.made);
    if (event.type === "measured") now = withReading(now, event, event);
  }
  const rows = (record: typeof now) =>
    record.read.flat().flatMap((reading) => reading?.readings.items ?? []);
  const fresh = rows(now);
  return floatsSame(rows(before).map((row, at) => [row, fresh[at] ?? []] as const));
}

function close(): void {
  [measuring.result, searching.result] = [null, null];
}
