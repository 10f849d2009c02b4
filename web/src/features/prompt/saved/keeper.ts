// The texts of Prompt as a run in a file, and back.

import { ApiError } from "../../../core/api/api";
import type { RunEvent, TokenEvent } from "../../../core/api/events";
import type { RunModel, SavedRun, WrittenRun } from "../../../core/runFile/runs";
import { sameness, type Sameness } from "../../../core/runFile/sameness";
import { requestSettings } from "../../../core/runFile/settings";
import { drawn } from "../../../core/runFile/texts";
import { generate } from "../../../state/asking";
import { headOf } from "../../../state/runFile/head";
import { ofModel } from "../../../state/runFile/models";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { packed } from "../history/keptRun";
import { reopened } from "../history/reopened.svelte";
import { prompt } from "../state.svelte";
import { filledAgain, openFill, savedFill } from "./fill";
import { questionOf, columnOf, writtenOf } from "./columns";

runFiles.serve("prompt", { save, open, again, close });
runFiles.serve("fill", { save: savedFill, open: openFill, again: filledAgain, close });

/** Null while nothing is written, or something is being written. */
async function save(): Promise<SavedRun | null> {
  if (prompt.mode === "fill") return savedFill();
  const columns = reopened.columns.flatMap(({ made, samples }) =>
    made === null ? [] : [{ made, ...packed(samples) }],
  );
  if (columns.length === 0 || prompt.running || prompt.made === null) return null;
  const models = columns.map(({ made: { of, model, where, numbers } }) => {
    return { id: of.model, name: model, where, precision: numbers.as };
  });
  const head = await headOf("prompt", models, new Date());
  return {
    ...head,
    question: { columns: columns.map((column, at) => questionOf(column, at)) },
    results: { columns: columns.map(writtenOf) },
  };
}

function open({ made, models, question, results }: WrittenRun): void {
  const columns = question.columns.flatMap((column, at) => {
    const [written, model] = [results.columns[at], models[column.model]];
    return written === undefined || model === undefined ? [] : [columnOf(column, written, model)];
  });
  reopened.open({ id: made, at: made, columns });
}

/** Writes each column from the beginning, and compares up to where a person changed a text. */
async function again(run: WrittenRun): Promise<Sameness> {
  const before: RunEvent[][] = [];
  const after: RunEvent[][] = [];
  for (const [at, question] of run.question.columns.entries()) {
    const written = run.results.columns[at];
    const model = run.models[question.model];
    if (written === undefined || model === undefined) continue;
    const { own, most } = drawn(question, written);
    before.push(own);
    const fresh = await writtenAgain(model, question);
    after.push(fresh.filter(({ sample, index }) => index < (most[sample] ?? 0)));
  }
  return sameness(before, after);
}

async function writtenAgain(
  model: RunModel,
  { prompt, ids, settings, interventions }: WrittenRun["question"]["columns"][number],
): Promise<TokenEvent[]> {
  const tokens: TokenEvent[] = [];
  const held = { ...requestSettings(settings), stop: settings.stop ?? [] };
  const request = { ...ofModel(model), prompt: ids ?? prompt, settings: held, interventions };
  for await (const event of generate(request)) {
    if (event.type === "failed") throw new ApiError(event.problem);
    if (event.type === "token") tokens.push(event);
  }
  return tokens;
}

function close(): void {
  prompt.column.clear();
  prompt.beside.column.clear();
  [prompt.filling.done, prompt.filling.beside] = [null, []];
}
