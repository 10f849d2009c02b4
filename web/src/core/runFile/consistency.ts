// What the schema of a run cannot say: whether its parts fit each other. The twin of
// backend/shotglass/run_file/consistency.py; tests/contract/runs.json holds both together.

import { readRecord, RecordError } from "../measurement/record";
import { parsePrompt, PromptError, type Prompt } from "../prompting/render";
import type { Changes } from "../api/api";
import type {
  ComparedRun,
  InsideRun,
  MeasuredRun,
  NextRun,
  SavedArray,
  SavedLane,
  SavedRun,
  WrittenRun,
} from "./runs";
import { changed, leastForm } from "./interventions";
import { Misshapen } from "./shape";
import { checkSources } from "./sources";

/** Of a run that fits the schema, with its prompt as it is asked. Throws Misshapen. */
export function consistent(run: SavedRun): SavedRun {
  const least = leastForm(run);
  if (run.shotglass_run < least) {
    const expected = { kind: "constant", value: String(least) } as const;
    throw new Misshapen("shotglass_run", expected, run.shotglass_run);
  }
  for (const [place, changes] of changed(run)) checkChanges(place, changes);
  if (run.view === "compare") return compared(run);
  if (run.view === "prompt") checkWritten(run);
  if (run.view === "decode") checkNext(run);
  if (run.view === "inside") checkExplained(run);
  if (run.view === "measure") checkRecord(run);
  return run;
}

/** Of the state at a place one thing is said, not two and not nothing. */
function checkChanges(place: string, changes: Changes): void {
  changes.forEach((change, at) => {
    if (change.kind === "head" || change.kind === "attention") return;
    const has = (name: string) => Object.hasOwn(change, name);
    const single = has("layer") !== has("point") && has("prompt") !== has("vector");
    const whole = change.kind === "patch" || !has("prompt") || has("minus");
    const beside = change.kind === "patch" ? ["source"] : ["minus", "token"];
    const idle = has("vector") && beside.some(has); // what says nothing beside a vector
    if (!single || !whole || idle || (has("tokens") && has("start")))
      throw new Misshapen(`${place}.interventions[${at}]`, { kind: "change" }, change);
  });
}

function compared(run: ComparedRun): ComparedRun {
  const prompt = promptOf(run.question.prompt);
  run.results.lanes.forEach((lane, at) =>
    checkLane(lane, `results.lanes[${at}]`, run.models.length),
  );
  return { ...run, question: { ...run.question, prompt } };
}

function promptOf(value: unknown): Prompt {
  try {
    return parsePrompt(value);
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    const steps = error.pointer.replace(/^\//, "").split("/");
    const place = steps.map((step) => (/^[0-9]+$/.test(step) ? `[${step}]` : `.${step}`)).join("");
    throw new Misshapen(`question${place}`, { kind: "prompt" }, value);
  }
}

function checkLane({ model, events }: SavedLane, place: string, models: number): void {
  checkPlace(`${place}.model`, model, models);
  const [first, ...others] = events.map(({ type }) => type);
  if (first !== "start") {
    const expected = { kind: "constant", value: '"start"' } as const;
    throw new Misshapen(`${place}.events[0].type`, expected, first);
  }
  const later = others.indexOf("start") + 1;
  if (later > 0)
    throw new Misshapen(`${place}.events[${later}].type`, { kind: "no second start" }, "start");
}

function checkWritten({ models, question, results }: WrittenRun): void {
  const { length } = question.columns;
  if (results.columns.length !== length)
    throw new Misshapen("results.columns", { kind: "list", min: length, max: length }, []);
  question.columns.forEach(({ model }, at) =>
    checkPlace(`question.columns[${at}].model`, model, models.length),
  );
  results.columns.forEach(({ sources, samples }, at) =>
    samples.forEach(({ parts }, i) =>
      parts.forEach((part, j) => {
        const place = `results.columns[${at}].samples[${i}].parts[${j}].source`;
        if (part.kind === "token") checkPlace(place, part.source, sources.length);
      }),
    ),
  );
  question.columns.forEach((source, at) => {
    const column = results.columns[at];
    if (column !== undefined) checkSources(source, column, `results.columns[${at}]`);
  });
}

function checkNext({ question, results: { next } }: NextRun): void {
  const shape = [next.texts.length];
  checkArray("results.next.logits", next.logits, shape);
  if (next.allowed !== null) checkArray("results.next.allowed", next.allowed, shape);
  checkTaken(new URLSearchParams(question.address).getAll("take"), next);
}

/** The tokens that were taken are those of the address, as far as their texts are known. */
function checkTaken(texts: string[], { taken, texts: known }: NextRun["results"]["next"]): void {
  const fits = taken.every((id, at) => [texts[at], "", `#${id}`].includes(known[id]));
  if (texts.length !== taken.length || !fits)
    throw new Misshapen("results.next.taken", { kind: "taken" }, taken);
}

function checkExplained({ results: { explained } }: InsideRun): void {
  const { layers, heads, tokens, arrays } = explained;
  arrays.forEach((array, at) => {
    const [name = ""] = array.name.split(".");
    const bands = array.shape.slice(2, 3);
    const square = [heads, tokens.length, tokens.length];
    const shape =
      name === "attentions" || name === "scores"
        ? square
        : name === "value_norms"
          ? square.slice(0, 2)
          : [layers, heads, ...bands, ...bands];
    checkArray(`results.explained.arrays[${at}]`, array, shape);
  });
}

function checkRecord({ models, results: { kind, record } }: MeasuredRun): void {
  try {
    if (kind === "measurement") readRecord(JSON.stringify(record));
    else parsePrompt(record.plan.prompt);
  } catch (error) {
    if (!(error instanceof RecordError || error instanceof PromptError)) throw error;
    throw new Misshapen("results.record", { kind: "record" }, record);
  }
  const { model, other_model } = record.plan;
  const named = other_model == null ? [model] : [model, other_model];
  if (named.length !== models.length) {
    const expected = { kind: "list", min: named.length, max: named.length } as const;
    throw new Misshapen("models", expected, models);
  }
  models.forEach(({ id }, at) => {
    const expected = { kind: "constant", value: JSON.stringify(named[at]) } as const;
    if (id !== named[at]) throw new Misshapen(`models[${at}].id`, expected, id);
  });
}

function checkPlace(place: string, value: number, count: number): void {
  const expected = { kind: "whole", min: 0, max: count - 1, above: false } as const;
  if (value >= count) throw new Misshapen(place, expected, value);
}

/** float32, of this very shape. */
function checkArray(place: string, { shape, data }: SavedArray, expected: number[]): void {
  if (shape.join() !== expected.join())
    throw new Misshapen(`${place}.shape`, { kind: "shape" }, shape);
  const bytes = 4 * expected.reduce((size, n) => size * n, 1);
  const padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
  if ((data.length * 3) / 4 - padding !== bytes)
    throw new Misshapen(`${place}.data`, { kind: "bytes", bytes }, data);
}
