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
export function optionsOf(record: Measurement, id: QuestionId): [Factor, Choice[Factor][]][] {
  return (FIXED[id] ?? []).flatMap((factor): [Factor, Choice[Factor][]][] => {
    const values = valuesOf(record, factor, id);
    return values.length > 1 ? [[factor, values]] : [];
  });
}

function valuesOf({ plan, models }: Measurement, factor: Factor, id: QuestionId): Choice[Factor][] {
  const { k, draws, formats, labels } = plan.conditions;
  if (factor === "model") return [...models.keys()];
  if (factor === "format") return formats;
  if (factor === "labels") return labels;
  if (factor === "draw") return [...Array(draws).keys()];
  return [...k].sort((a, b) => a - b).filter((count) => id !== "labels" || count > 0);
}

/** The same with a value for every factor: the first, of examples the most. */
export function chosenOf(record: Measurement, id: QuestionId, wish: Partial<Choice>): Choice {
  const pick = <F extends Factor>(factor: F): Choice[F] => {
    const values = valuesOf(record, factor, id) as Choice[F][];
    const first = factor === "k" ? values.at(-1) : values[0];
    const value = wish[factor];
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
export function sliceOf(record: Measurement, id: QuestionId, choice: Choice): Measurement {
  const fixed = new Set(FIXED[id]);
  const holds = (factor: Factor, value: unknown) => !fixed.has(factor) || choice[factor] === value;
  const models = [...record.models.keys()].filter((model) => holds("model", model));
  const conditions = [...record.conditions.keys()].filter((at) => {
    const condition = record.conditions[at];
    if (condition === undefined || !holds("format", condition.format) || !holds("k", condition.k))
      return false;
    // Without examples there is one draw, and no answer that could be wrong.
    if (condition.k === 0) return holds("labels", condition.labels) || (condition.labels === 1 && choice.labels !== "names"); // prettier-ignore
    return holds("labels", condition.labels) && holds("draw", condition.draw);
  });
  return restricted(record, models, conditions);
}

function restricted(record: Measurement, models: number[], conditions: number[]): Measurement {
  const cells = [...record.cells.keys()].filter((at) => {
    const cell = record.cells[at];
    return cell && models.includes(cell.model) && cell.conditions.some((condition) => conditions.includes(condition)); // prettier-ignore
  });
  const cellOf = (at: number) => {
    const cell = record.cells[at] as Measurement["cells"][number];
    const own = places(cell.conditions, conditions);
    return { ...cell, model: models.indexOf(cell.model), conditions: own };
  };
  return {
    ...record,
    models: of(record.models, models),
    conditions: of(record.conditions, conditions),
    cells: cells.map(cellOf),
    read: of(record.read, models).map((row) => of(row, conditions)),
    figures: record.figures && figuresOf(record.figures, { models, conditions, cells, cellOf }),
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
  const whole = (among: readonly number[], shown: readonly number[]) =>
    among.every((at) => shown.includes(at));
  const { calibrations = [] }: Partial<Figures> = figures;
  const keeps = ({ factor, among, model }: ConditionSpread) =>
    models.includes(model) && whole(among, factor === "format" ? cells : conditions);
  return {
    chance: figures.chance,
    cells: cells.map((at) => ({ ...(figures.cells[at] as Figures["cells"][number]), cell: cellOf(at) })), // prettier-ignore
    comparisons: figures.comparisons
      .filter(({ pair }) => whole([pair.before, pair.after], cells))
      .map((comparison) => {
        const { before, after } = comparison.pair;
        const pair = {
          ...comparison.pair,
          before: cells.indexOf(before),
          after: cells.indexOf(after),
        };
        return { ...comparison, pair };
      }),
    calibrations: calibrations
      .filter(({ cell }) => cells.includes(cell))
      .map((calibration) => ({ ...calibration, cell: cells.indexOf(calibration.cell) })),
    slopes: figures.slopes
      .filter((line) => whole(line.cells, cells))
      .map((line) => ({ ...line, cells: places(line.cells, cells) })),
    spreads: figures.spreads.filter(keeps).map((line) => ({
      ...line,
      model: models.indexOf(line.model),
      among: places(line.among, line.factor === "format" ? cells : conditions),
    })),
  };
}

function of<T>(all: readonly T[], shown: readonly number[]): T[] {
  return all.filter((_, at) => shown.includes(at));
}

/** Where each stands among those that are kept. */
function places(all: readonly number[], shown: readonly number[]): number[] {
  return all.flatMap((at) => (shown.includes(at) ? [shown.indexOf(at)] : []));
}
