import { describe, expect, it } from "vitest";
import type { CellFigures, Condition, Figures, Interval, Row } from "../../../core/api/api.gen";
import type { Plan } from "../../../core/measurement/plan";
import { isWhole, type Measurement } from "../../../core/measurement/record";
import { shortPercent } from "../../../core/text/numbers";
import { en } from "../../../words/en";
import { zh } from "../../../words/zh";
import type { QuestionId } from "../questions/question";
import { sentenceOf } from "../sentence/sentence";
import { sliceName } from "./names";
import { chosenOf, optionsOf, sliceOf, type Choice } from "./slice";

const FORMATS = ["own", "arrow"];
const MODELS = ["one", "two"];
const KS = [0, 8];
const DRAWS = 2;
const share = (value: number): Interval => ({ value, low: value - 0.05, high: value + 0.05 });

/** What is right of a cell: another number for each. */
const RIGHT = (model: number, format: string, k: number) =>
  0.1 + 0.4 * model + 0.2 * FORMATS.indexOf(format) + 0.01 * k;

const row = (right: number): Row => ({ count: 0, n: 4, right: share(right), form: 1, choice: right, calibrated: null, says: [] }); // prettier-ignore

function recorded(): Measurement {
  const conditions: Condition[] = FORMATS.flatMap((format) =>
    [...Array(DRAWS).keys()].flatMap((draw) =>
      KS.filter((k) => k > 0 || draw === 0).map((k) => ({
        ...{ id: `${format} ${draw} ${k}`, k, draw, order: 0, labels: 1, format },
        ...{ template: `${format} {input}{output}`, shots: [], names: [] },
      })),
    ),
  );
  const cells = MODELS.flatMap((_, model) =>
    FORMATS.flatMap((format) =>
      KS.map((k) => {
        const own = [...conditions.keys()].filter((at) => conditions[at]?.format === format && conditions[at].k === k); // prettier-ignore
        return { model, k, labels: 1, format, conditions: own };
      }),
    ),
  );
  const figuresOf = cells.map((cell): CellFigures => {
    const right = share(RIGHT(cell.model, cell.format, cell.k));
    return { cell, right, form: share(0.5), choice: right, calibrated: null, always: null };
  });
  const steps = cells.flatMap((cell, before) => {
    const after = before + 1;
    if (cell.k !== 0) return [];
    const change = share((figuresOf[after]?.right.value ?? 0) - (figuresOf[before]?.right.value ?? 0)); // prettier-ignore
    const difference = { change, gained: 1, lost: 0, p: 0.01, holm: 0.01, answer: "higher" as const, level: 0.95, draws: 3 }; // prettier-ignore
    return [{ pair: { factor: "k" as const, before, after }, difference }];
  });
  const figures: Figures = { chance: 0.5, cells: figuresOf, comparisons: steps, calibrations: [], slopes: [], spreads: [] }; // prettier-ignore
  const items = ["a", "b", "c", "d"].map((input) => ({ input, expected: " x", labels: [] }));
  const prompt = { instruction: "", template: "own {input}{output}", shot_sets: {}, query: { input: "?" }, labels: [], readout: "labels" as const, items: [] }; // prettier-ignore
  const varied = { k: KS, draws: DRAWS, orders: 1, labels: [1], formats: FORMATS, content_free: [] }; // prettier-ignore
  const plan: Plan = {
    ...{ model: "one", precision: null, prompt, items, conditions: varied, other_model: "two" },
    ...{ shot_set: null, pool: 0, seed: 0, difference: 0.1, balanced: false, heads_off: [] },
  };
  const models = MODELS.map((id) => ({ id, precision: "fp32", provider: "cpu", fingerprint: "", bit_stable: true, graph: "", weights: [], tokenizer: "" })); // prettier-ignore
  const read = models.map(
    (_, model) =>
    conditions.map(({ format, k }) => ({ prompts: "", readings: { items: [], content_free: [] }, row: row(RIGHT(model, format, k)) })), // prettier-ignore
  );
  return { plan, models, conditions, cells, read, figures, detectable: null, shotglass: "", made: "" }; // prettier-ignore
}

function shown(id: QuestionId, wish: Partial<Choice>) {
  const record = recorded();
  const choice = chosenOf(record, id, wish);
  const part = sliceOf(record, id, choice);
  if (!isWhole(part)) throw new Error("it is whole");
  return { part, name: sliceName(record, id, choice, en.measure) };
}

describe("a record with several templates, draws and models", () => {
  it("lets one choose of each that its question does not compare", () => {
    const factors = (id: QuestionId) => optionsOf(recorded(), id).map(([factor]) => factor);
    expect(factors("examples")).toEqual(["model", "format"]);
    expect(factors("format")).toEqual(["model", "k"]);
    expect(factors("models")).toEqual(["format"]);
    expect(factors("order")).toEqual(["model", "format", "k", "draw"]);
  });
  it.each(FORMATS.flatMap((format) => [0, 1].map((model) => ({ format, model }))))(
    "says in its sentence what its figure shows: $format of model $model",
    ({ format, model }) => {
      const { part, name } = shown("examples", { format, model });
      const drawn = part.figures.cells.map(({ right }) => right.value);
      expect(drawn).toEqual(KS.map((k) => RIGHT(model, format, k)));
      expect(part.cells).toEqual(part.figures.cells.map(({ cell }) => cell));
      expect(new Set(part.cells.map((cell) => cell.model))).toEqual(new Set([0]));
      const sentence = sentenceOf(part, "examples", en.measure)
        .main.map(({ text }) => text)
        .join("");
      for (const right of drawn) expect(sentence).toContain(shortPercent(right));
      expect(part.figures.comparisons).toHaveLength(1);
      expect(name).toBe(`${MODELS[model]}, the template “${format} {input}{output}”`);
    },
  );
  it("shows the rows of the conditions that its cells name", () => {
    const { part } = shown("examples", { format: "arrow", model: 1 });
    for (const cell of part.cells)
      for (const at of cell.conditions) {
        expect(part.conditions[at]).toMatchObject({ format: "arrow", k: cell.k });
        expect(part.read[0]?.[at]?.row.right.value).toBe(RIGHT(1, "arrow", cell.k));
      }
  });
  it("compares models in one template, and shows one draw of an order", () => {
    expect(shown("models", { format: "arrow" }).part.conditions.map(({ format }) => format)).toEqual(["arrow", "arrow", "arrow"]); // prettier-ignore
    const { part, name } = shown("order", { draw: 1 });
    expect(part.conditions.map(({ id }) => id)).toEqual(["own 1 8"]);
    expect(name).toContain("draw 2");
  });
  it("falls back to what is there where another record was chosen from", () => {
    expect(chosenOf(recorded(), "examples", { format: "lines", model: 7 })).toMatchObject({ format: "own", model: 0 }); // prettier-ignore
  });
});

it("leaves a record with one of each as it is, and names nothing", () => {
  const record = recorded();
  const { plan } = record;
  const single = { ...record, models: record.models.slice(0, 1), plan: { ...plan, other_model: null, conditions: { ...plan.conditions, formats: ["own"] } } }; // prettier-ignore
  expect(optionsOf(single, "examples")).toEqual([]);
  for (const words of [en, zh])
    expect(sliceName(single, "examples", chosenOf(single, "examples", {}), words.measure)).toBe("");
});
