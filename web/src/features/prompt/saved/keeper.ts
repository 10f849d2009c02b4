// The texts of Prompt as a run in a file, and back.

import { ApiError } from "../../../core/api/api";
import type { RunModel, SavedRun, SavedSource, WrittenRun } from "../../../core/runFile/runs";
import { RunComparison } from "../../../core/runFile/sameness";
import { requestSettings } from "../../../core/runFile/settings";
import { compareText, type TextAnswer } from "../../../core/runFile/texts";
import { generate } from "../../../state/asking";
import { ofModel } from "../../../state/runFile/models";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { reopened } from "../history/reopened.svelte";
import { prompt } from "../state.svelte";
import { filledAgain, openFill, savedFill } from "./fill";
import { writtenRun } from "./writtenRun";

runFiles.serve("prompt", { save, open: (run) => reopened.open(run), again, close });
runFiles.serve("fill", { save: savedFill, open: openFill, again: filledAgain, close });

/** Null while nothing is written, or something is being written. */
async function save(): Promise<SavedRun | null> {
  if (prompt.mode === "fill") return savedFill();
  if (prompt.running || prompt.made === null) return null;
  return writtenRun(reopened.columns, new Date());
}

/** Asks for each stretch of each text what was asked for it. */
async function again(run: WrittenRun): Promise<RunComparison> {
  const comparison = new RunComparison();
  for (const [lane, question] of run.question.columns.entries()) {
    const written = run.results.columns[lane];
    const model = run.models[question.model];
    if (written === undefined || model === undefined) continue;
    if (question.chat !== undefined) comparison.uncompared.push(`question.columns[${lane}].chat`);
    const answers: Record<number, TextAnswer> = {};
    const parts = written.samples.flatMap((sample) => sample.parts);
    for (const [at, source] of written.sources.entries()) {
      if (!parts.some((part) => part.kind === "token" && part.source === at)) continue;
      const answer = await answered(model, source);
      const place = `results.columns[${lane}].sources[${at}].prompt`;
      comparison.compare(place, source.prompt, answer.prompt);
      answers[at] = answer;
    }
    written.samples.forEach((texts, sample) => {
      const place = `results.columns[${lane}].samples[${sample}]`;
      compareText(comparison, place, { lane, sample }, texts, answers);
    });
  }
  return comparison;
}

async function answered(
  model: RunModel,
  { prompt, ids, settings, interventions }: SavedSource,
): Promise<TextAnswer> {
  const answer: TextAnswer = { prompt: "", tokens: {}, reasons: {} };
  const held = { ...requestSettings(settings), stop: settings.stop ?? [] };
  const request = { ...ofModel(model), prompt: ids ?? prompt, settings: held, interventions };
  for await (const event of generate(request)) {
    if (event.type === "failed") throw new ApiError(event.problem);
    if (event.type === "start") answer.prompt = event.prompt;
    if (event.type === "token") (answer.tokens[event.sample] ??= []).push(event);
    if (event.type === "done") answer.reasons[event.sample] = event.reason;
  }
  return answer;
}

function close(): void {
  prompt.column.clear();
  prompt.beside.column.clear();
  [prompt.filling.done, prompt.filling.beside] = [null, []];
}
