// What of a record with several models, templates, kinds of labels, numbers or draws of examples one
// figure shows: a measurement of its own, so that figure, sentence and table are about the same.

import type { ConditionSpread, Figures } from "../../../core/api/api.gen";
import type { LabelKind } from "../../../core/measurement/plan";
import type { Measurement } from "../../../core/measurement/record";
import type { QuestionId } from "../questions/question";

/** The factors that may be chosen; models and draws by their place, from 0. */
export interface Choice {
  model: number;
  format: string;
  labels: LabelKind;
  k: number;
  draw: number;
}

export type Factor = keyof Choice;

/** What is the same in all that a question's figure shows. */
const FIXED: Partial<Record<QuestionId, readonly Factor[]>> = {
  examples: ["model", "format", "labels"],
  order: ["model", "format", "labels", "k", "draw"],
  labels: ["model", "format", "k"],
  format: ["model", "labels", "k"],
  models: ["format", "labels"],
};

/** The values that a record has of each factor that its figure shows one of; only where there are
 * several. */
export function optionsOf(found: Measurement, id: QuestionId): [Factor, Choice[Factor][]][] {
  return (FIXED[id] ?? []).flatMap((factor): [Factor, Choice[Factor][]][] => {
    const values = valuesOf(found, factor, id);
    return values.length > 1 ? [[factor, values]] : [];
  });
}

function valuesOf({ plan, models }: Measurement, factor: Factor, id: QuestionId): Choice[Factor][] {
  const { k, draws, formats, labels } = plan.conditions;
  if (factor === "model") return [...models.keys()];
  if (factor === "format") return formats;
  if (factor === "labels") return labels;
  if (factor === "draw") return [...Array(draws).keys()];
  return [...k].sort((a, b) => a - b).filter((one) => id !== "labels" || one > 0);
}

/** The same with a value for every factor: the first, of examples the most. */
export function chosenOf(found: Measurement, id: QuestionId, wanted: Partial<Choice>): Choice {
  const pick = <F extends Factor>(factor: F): Choice[F] => {
    const values = valuesOf(found, factor, id) as Choice[F][];
    const first = factor === "k" ? values.at(-1) : values[0];
    const value = wanted[factor];
    return value !== undefined && values.includes(value) ? value : (first as Choice[F]);
  };
  return {
    model: pick("model"),
    format: pick("format"),
    labels: pick("labels"),
    k: pick("k"),
    draw: pick("draw"),
  };
}

/** What is shown of a measurement for a question. */
export function sliceOf(found: Measurement, id: QuestionId, choice: Choice): Measurement {
  const fixed = new Set(FIXED[id]);
  const holds = (factor: Factor, value: unknown) => !fixed.has(factor) || choice[factor] === value;
  const models = [...found.models.keys()].filter((model) => holds("model", model));
  const conditions = [...found.conditions.keys()].filter((at) => {
    const one = found.conditions[at];
    if (one === undefined || !holds("format", one.format) || !holds("k", one.k)) return false;
    // Without examples there is one draw, and no answer that could be wrong.
    if (one.k === 0) return holds("labels", one.labels) || (one.labels === 1 && choice.labels !== "names"); // prettier-ignore
    return holds("labels", one.labels) && holds("draw", one.draw);
  });
  return restricted(found, models, conditions);
}

function restricted(found: Measurement, models: number[], conditions: number[]): Measurement {
  const cells = [...found.cells.keys()].filter((at) => {
    const cell = found.cells[at];
    return cell && models.includes(cell.model) && cell.conditions.some((one) => conditions.includes(one)); // prettier-ignore
  });
  const cellOf = (at: number) => {
    const cell = found.cells[at] as Measurement["cells"][number];
    const own = places(cell.conditions, conditions);
    return { ...cell, model: models.indexOf(cell.model), conditions: own };
  };
  return {
    ...found,
    models: of(found.models, models),
    conditions: of(found.conditions, conditions),
    cells: cells.map(cellOf),
    read: of(found.read, models).map((row) => of(row, conditions)),
    figures: found.figures && figuresOf(found.figures, { models, conditions, cells, cellOf }),
  };
}

interface Kept {
  models: number[];
  conditions: number[];
  cells: number[];
  cellOf: (at: number) => Measurement["cells"][number];
}

/** Records of before calibration was tested have no `calibrations`. */
function figuresOf(figures: Figures, { models, conditions, cells, cellOf }: Kept): Figures {
  const whole = (among: readonly number[], kept: readonly number[]) =>
    among.every((at) => kept.includes(at));
  const { calibrations = [] }: Partial<Figures> = figures;
  const keeps = ({ factor, among, model }: ConditionSpread) =>
    models.includes(model) && whole(among, factor === "format" ? cells : conditions);
  return {
    chance: figures.chance,
    cells: cells.map((at) => ({ ...(figures.cells[at] as Figures["cells"][number]), cell: cellOf(at) })), // prettier-ignore
    comparisons: figures.comparisons
      .filter(({ pair }) => whole([pair.before, pair.after], cells))
      .map((one) => {
        const { before, after } = one.pair;
        const pair = { ...one.pair, before: cells.indexOf(before), after: cells.indexOf(after) };
        return { ...one, pair };
      }),
    calibrations: calibrations
      .filter(({ cell }) => cells.includes(cell))
      .map((one) => ({ ...one, cell: cells.indexOf(one.cell) })),
    slopes: figures.slopes
      .filter((line) => whole(line.cells, cells))
      .map((line) => ({ ...line, cells: places(line.cells, cells) })),
    spreads: figures.spreads.filter(keeps).map((one) => ({
      ...one,
      model: models.indexOf(one.model),
      among: places(one.among, one.factor === "format" ? cells : conditions),
    })),
  };
}

function of<T>(all: readonly T[], kept: readonly number[]): T[] {
  return all.filter((_, at) => kept.includes(at));
}

/** Where each stands among those that are kept. */
function places(all: readonly number[], kept: readonly number[]): number[] {
  return all.flatMap((at) => (kept.includes(at) ? [kept.indexOf(at)] : []));
}
