// A measurement as it is shown, and as a file: `shotglass measure RECORD` measures it again. The
// twin of backend/shotglass/engine/measurement/record.py; tests/contract/measurement.json holds both
// together.

import type {
  Cell,
  Condition,
  EarlierBody,
  Figures,
  MeasuredModel,
  Planned,
  Readings,
  Row,
} from "../api/api.gen";
import { parsePrompt } from "../prompting/prompt";
import { planJson, type Plan, questionPlaces, sharedLabels } from "./plan";
import { itemReadings, labelCounts, rowOf } from "./readings";

const FORMAT = "shotglass-measurement-1";

/** One model under one condition. */
export interface Reading {
  prompts: string; // SHA-256
  readings: Readings;
  row: Row;
}

/** `read`: by model, then by condition; null where it was not measured: then nothing is compared. */
export interface Measurement {
  plan: Plan;
  models: MeasuredModel[];
  conditions: Condition[];
  cells: Cell[];
  read: (Reading | null)[][];
  figures: Figures | null;
  detectable: number | null; // the smallest difference that can be expected to show
  shotglass: string; // the version that measured it
  made: string; // when, in ISO 8601
}

/** Before anything was read. */
export function empty(plan: Plan, planned: Planned, shotglass: string, made: string): Measurement {
  const { models, conditions, cells, detectable } = planned;
  const read = models.map(() => conditions.map(() => null));
  return { plan, models, conditions, cells, read, figures: null, detectable, shotglass, made };
}

export function withReading(
  before: Measurement,
  at: { model: number; condition: number },
  reading: Reading,
): Measurement {
  const read = before.read.map((row, model) =>
    model === at.model ? row.with(at.condition, reading) : row,
  );
  return { ...before, read };
}

export function isWhole(
  measurement: Measurement,
): measurement is Measurement & { figures: Figures } {
  return measurement.figures !== null;
}

/** What a run that was stopped has read, for the server to go on from. */
export function earlierOf({ models, read }: Measurement): EarlierBody {
  return {
    fingerprints: models.map(({ fingerprint }) => fingerprint),
    measured: read.flatMap((row, model) =>
      row.flatMap((item, condition) => {
        if (item === null) return [];
        return [{ model, condition, prompts: item.prompts, readings: item.readings }];
      }),
    ),
  };
}

/** The file, of a whole measurement only; the terminal writes the same bytes. */
export function recordText(measurement: Measurement): string {
  const { plan, models, conditions, figures, shotglass, made } = measurement;
  const each = <T>(of: (reading: Reading) => T) =>
    measurement.read.map((row) => row.flatMap((item) => (item === null ? [] : [of(item)])));
  const record = {
    record: FORMAT,
    shotglass,
    made,
    plan: planJson(plan),
    questions: questionPlaces(plan),
    answers: sharedLabels(plan), // in the order of the readings
    models,
    conditions,
    prompts: each(({ prompts }) => prompts),
    readings: each(({ readings }) => readings),
    figures,
  };
  return `${JSON.stringify(record)}\n`;
}

/** Why a file is no record: a part that is missing or does not fit, or the parser's own words. */
export class RecordError extends Error {}

/** A record from the text of a file. Throws RecordError, PromptError. */
export function readRecord(text: string): Measurement {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RecordError(error instanceof Error ? error.message : "");
  }
  if (!isObject(value) || value.record !== FORMAT) throw new RecordError(`"record": "${FORMAT}"`);
  const plan = readPlan(value.plan);
  const [models, conditions] = [list(value, "models"), list(value, "conditions")];
  const figures = value.figures;
  if (!isObject(figures)) throw new RecordError("figures");
  if (!isPlanned(plan, models)) throw new RecordError("models");
  const read = readAll(plan, value, models.length, conditions.length);
  const cells = list(figures, "cells").map((item) => (item as Figures["cells"][number]).cell);
  return {
    plan,
    models: models as MeasuredModel[],
    conditions: conditions as Condition[],
    cells,
    read,
    figures: figures as unknown as Figures,
    detectable: null,
    shotglass: String(value.shotglass ?? ""),
    made: String(value.made ?? ""),
  };
}

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(value: Json, key: string): unknown[] {
  const result = value[key];
  if (!Array.isArray(result)) throw new RecordError(key);
  return result as unknown[];
}

function readPlan(value: unknown): Plan {
  if (!isObject(value) || !isObject(value.conditions)) throw new RecordError("plan");
  for (const key of ["k", "labels", "formats", "content_free"]) list(value.conditions, key);
  const items = list(value, "items");
  if (!items.every(isItem)) throw new RecordError("items");
  for (const key of ["seed", "pool", "difference"]) {
    if (typeof value[key] !== "number") throw new RecordError(key);
  }
  return {
    balanced: false,
    heads_off: [],
    ...value,
    prompt: parsePrompt(value.prompt),
  } as unknown as Plan;
}

function isPlanned({ model, other_model }: Plan, measured: readonly unknown[]): boolean {
  const named = other_model == null ? [model] : [model, other_model];
  return (
    named.length === measured.length &&
    measured.every((each, at) => isObject(each) && each.id === named[at])
  );
}

function isItem(value: unknown): boolean {
  if (!isObject(value) || !Array.isArray(value.labels)) return false;
  return typeof value.input === "string" && typeof value.expected === "string";
}

function readAll(plan: Plan, value: Json, models: number, conditions: number): Reading[][] {
  const [readings, prompts] = [list(value, "readings"), list(value, "prompts")];
  const expected = plan.other_model == null ? 1 : 2;
  const fits = [readings.length, prompts.length, models].every((count) => count === expected);
  const counts = labelCounts(plan);
  const result = readings.map((row, model) => {
    if (!Array.isArray(row) || row.length !== conditions) throw new RecordError("readings");
    return row.map((item, at): Reading => {
      if (!areReadings(item, counts)) throw new RecordError("readings");
      const digest = String((prompts[model] as unknown[] | undefined)?.[at] ?? "");
      return { prompts: digest, readings: item, row: rowOf(plan, itemReadings(plan, item)) };
    });
  });
  if (!fits) throw new RecordError("readings");
  return result;
}

// As `check_readings` of backend/shotglass/engine/measurement/earlier.py has them.
const [LEAST, ROUNDED] = [-1e6, 1e-6]; // nats
const ROUNDED_TOTAL = 1e-3; // of the probabilities of all answers

function areReadings(value: unknown, counts: Record<keyof Readings, number[]>): value is Readings {
  if (!isObject(value)) return false;
  return (["items", "content_free"] as const).every((name) => {
    const rows = value[name];
    if (!Array.isArray(rows) || rows.length !== counts[name].length) return false;
    return rows.every((row, at) => isRow(row, counts[name][at]));
  });
}

function isRow(row: unknown, count: number | undefined): boolean {
  if (!Array.isArray(row) || row.length !== count) return false;
  const logprobs = row.filter((x): x is number => typeof x === "number");
  const fit = logprobs.filter((x) => x >= LEAST && x <= ROUNDED);
  const total = fit.reduce((sum, x) => sum + Math.exp(x), 0);
  return fit.length === count && total <= 1 + ROUNDED_TOTAL;
}
