// What a whole measurement says, as facts: the words of a language make sentences of them. No rule
// is decided here; each answer is the server's (statistics/comparison.py, spread.py).

import type {
  CellFigures,
  Comparison,
  ConditionSpread,
  Difference,
  Figures,
  Interval,
} from "../../../core/api/api.gen";
import { isSure } from "../../../core/measurement/bounds";
import { questionPlaces } from "../../../core/measurement/plan";
import { mean } from "../../../core/measurement/readings";
import type { Measurement } from "../../../core/measurement/record";
import { FORM_RULE, isSeldom } from "../../../core/gallery/formRule";
import { oneLine } from "../../../core/measurement/formats";

export type Whole = Measurement & { figures: Figures };

/** What every sentence is told with. */
export interface Common {
  n: number; // questions
  smallest: number; // the difference that matters
  detectable: number | null; // by questions alone: null where sets of examples vary too
  chance: number;
  form: number; // the largest mean mass on all listed answers, of any condition
  seldom: boolean; // under no condition is any of the answers given often enough
  oneSet: boolean; // of examples: nothing is known of others
  always: { model: string; answer: string }[]; // models that give one answer to every question
}

export interface Step {
  before: CellFigures;
  after: CellFigures;
  difference: Difference;
}

export type Trend = "up" | "down" | "both" | "small" | "unknown" | "single";

export interface ExamplesFacts extends Common {
  first: CellFigures;
  last: CellFigures;
  draws: number;
  theseDraws: boolean; // some answer holds for these draws, and not surely for others
  trend: Trend;
  decided: Step | null; // the comparison that the trend is of: of the two ends, where these decide
  toEnd: boolean; // it is of the two ends
  sides: readonly [before: CellFigures, after: CellFigures]; // whose numbers the sentence has
  formLearned: boolean; // the answers were seldom said at the first, and are said at the last
  best: CellFigures | null; // another k than the last, higher in hindsight
}

export interface RangeFacts extends Common {
  count: number; // of conditions
  lowest: { name: string; right: number };
  highest: { name: string; right: number };
  range: Interval;
  apart: boolean;
  calibrated: Interval | null; // the range, calibrated
}

export interface OrderFacts extends RangeFacts {
  /** The label whose own orders have it said more often than the others do, by the most. */
  last: { label: string; own: number; others: number } | null;
}

export interface LabelsFacts extends Common {
  k: number;
  slope: Interval;
  effect: "reads" | "against" | "small" | "unknown";
  names: Interval | null;
  none: Interval | null;
}

export interface ModelsFacts extends Common {
  first: string;
  second: string;
  k: number;
  step: Step;
}

export function commonOf(record: Whole): Common {
  const { plan, figures } = record;
  const drawn = figures.comparisons.some(({ difference }) => difference.draws > 1);
  const detectable = drawn ? null : record.detectable;
  const n = questionPlaces(plan).length;
  const form = Math.max(...figures.cells.map((cell) => cell.form.value));
  const oneSet = figures.comparisons.some(
    ({ pair, difference }) =>
      difference.draws === 1 && (figures.cells[pair.after]?.cell.k ?? 0) > 0,
  );
  const seldom = figures.cells.length > 0 && figures.cells.every((cell) => isSeldom(cell.form));
  const common = { n, smallest: plan.difference, detectable, chance: figures.chance, form, seldom, oneSet }; // prettier-ignore
  return { ...common, always: alwaysSaid(record) };
}

function alwaysSaid({ models, figures }: Whole): Common["always"] {
  return models.flatMap(({ id }, at) => {
    const cells = figures.cells.filter(({ cell }) => cell.model === at);
    const [answer = null, ...others] = new Set(
      cells.map(({ always = null }: Partial<CellFigures>) => always),
    );
    return answer === null || others.length > 0 ? [] : [{ model: id, answer }];
  });
}

export function stepsOf({ figures }: Whole, factor: Comparison["pair"]["factor"]): Step[] {
  return figures.comparisons.flatMap(({ pair, difference }) => {
    const [before, after] = [figures.cells[pair.before], figures.cells[pair.after]];
    if (pair.factor !== factor || before === undefined || after === undefined) return [];
    return [{ before, after, difference }];
  });
}

export function examplesFacts(record: Whole): ExamplesFacts | null {
  const cells = record.figures.cells.filter(({ cell }) => cell.model === 0);
  const [first, last] = [cells[0], cells.at(-1)];
  if (first === undefined || last === undefined) return null;
  const steps = stepsOf(record, "k");
  const decided = deciding(steps, first, last);
  const trend = trendOf(steps, decided);
  const ofStep = decided !== null && (trend === "up" || trend === "down");
  const best = cells.reduce((a, b) => (b.right.value > a.right.value ? b : a));
  return {
    ...commonOf(record),
    first,
    last,
    draws: record.plan.conditions.draws,
    trend,
    decided,
    sides: ofStep ? [decided.before, decided.after] : [first, last],
    toEnd: decided?.before === first && decided.after === last,
    formLearned: (last.form.low ?? 0) > Math.max(FORM_RULE, first.form.high),
    theseDraws: steps.some(({ difference }) => isTold(difference) && !isSure(difference)),
    best: best.right.value > last.right.value ? best : null,
  };
}

function isTold({ answer }: Difference): boolean {
  return answer === "higher" || answer === "lower";
}

/** From the first to the last, unless steps between tell more; of records that do not compare the ends,
 * the clearest step. */
function deciding(steps: readonly Step[], first: CellFigures, last: CellFigures): Step | null {
  const ends = steps.find(({ before, after }) => before === first && after === last);
  const clearer = [...steps].sort((a, b) => a.difference.holm - b.difference.holm);
  if (ends !== undefined && isTold(ends.difference)) return ends;
  return clearer.find(({ difference }) => isTold(difference)) ?? ends ?? clearer[0] ?? null;
}

function trendOf(steps: readonly Step[], decided: Step | null): Trend {
  if (decided === null) return "single";
  const answers = new Set(steps.map(({ difference }) => difference.answer));
  if (answers.has("higher")) return answers.has("lower") ? "both" : "up";
  if (answers.has("lower")) return "down";
  return answers.has("not enough") ? "unknown" : "small";
}

export function orderFacts(record: Whole): OrderFacts | null {
  const facts = rangeFacts(record, "order", (at) => orderName(record, at), (at) => rowRight(record, at)); // prettier-ignore
  return facts && { ...facts, last: lastLabel(record) };
}

/** How the examples of a condition stand: `2 4 1 3`, their places in the first order of the draw. */
export function orderName({ conditions }: Measurement, at: number): string {
  const shots = conditions[at]?.shots ?? [];
  const first = conditions.find(({ draw }) => draw === conditions[at]?.draw)?.shots ?? [];
  return shots
    .map(
      (shot) =>
        first.findIndex(({ input, output }) => input === shot.input && output === shot.output) + 1,
    ) // prettier-ignore
    .join(" ");
}

export function formatFacts(record: Whole): RangeFacts | null {
  const cell = (at: number) => record.figures.cells[at];
  return rangeFacts(
    record,
    "format",
    (at) => oneLine(templateOfCell(record, at)),
    (at) => cell(at)?.right.value ?? 0,
  );
}

export function templateOfCell({ conditions, cells }: Measurement, at: number): string {
  return conditions[cells[at]?.conditions[0] ?? -1]?.template ?? "";
}

function rangeFacts(
  record: Whole,
  factor: ConditionSpread["factor"],
  nameOf: (at: number) => string,
  rightOf: (at: number) => number,
): RangeFacts | null {
  const of = (measure: ConditionSpread["measure"]) =>
    record.figures.spreads
      .filter((line) => line.factor === factor && line.measure === measure)
      .at(-1);
  const spread = of("right");
  if (spread === undefined) return null;
  const end = (place: number) => {
    const at = spread.among[place] ?? 0;
    return { name: nameOf(at), right: rightOf(at) };
  };
  return {
    ...commonOf(record),
    count: spread.among.length,
    lowest: end(spread.spread.lowest),
    highest: end(spread.spread.highest),
    range: spread.spread.range,
    apart: spread.spread.apart,
    calibrated: of("calibrated")?.spread.range ?? null,
  };
}

function rowRight(record: Measurement, at: number): number {
  return record.read[0]?.[at]?.row.right.value ?? 0;
}

/** Described, not tested: how often each label is said after orders that end in it, and after others. */
function lastLabel(record: Whole): OrderFacts["last"] {
  const labels = labelsShown(record);
  const rows = record.conditions.flatMap((condition, at) => {
    const row = record.read[0]?.[at]?.row;
    const last = condition.shots.at(-1)?.output;
    return row && row.says.length > 0 && last !== undefined ? [{ last, row }] : [];
  });
  const each = labels.flatMap((label, place) => {
    const shares = (own: boolean) =>
      rows.filter(({ last }) => (last === label) === own).map(({ row }) => (row.says[place] ?? 0) / row.n); // prettier-ignore
    const [own, others] = [shares(true), shares(false)];
    if (own.length === 0 || others.length === 0) return [];
    return [{ label, own: mean(own), others: mean(others) }];
  });
  if (each.length === 0) return null;
  return each.reduce((a, b) => (b.own - b.others > a.own - a.others ? b : a));
}

/** The answers that all questions share, in the order in which they are counted. */
export function labelsShown({ plan, read }: Measurement): string[] {
  const count = read.flat().find((result) => result !== null)?.row.says.length ?? 0;
  const named = plan.prompt.labels.map(({ text }) => text);
  return named.length === count ? named : [];
}

export function labelsFacts(record: Whole): LabelsFacts | null {
  const line = record.figures.slopes.find(({ cells }) => record.figures.cells[cells[0] ?? -1]?.cell.model === 0); // prettier-ignore
  const k = record.figures.cells[line?.cells[0] ?? -1]?.cell.k;
  if (line === undefined || k === undefined) return null;
  const other = (kind: "names" | "none") =>
    record.figures.cells.find(({ cell }) => cell.labels === kind && cell.k === k)?.right ?? null;
  const common = commonOf(record);
  const effect = effectOf(line.slope, common.smallest);
  return { ...common, k, slope: line.slope, effect, names: other("names"), none: other("none") };
}

function effectOf({ low, high }: Interval, smallest: number): LabelsFacts["effect"] {
  if (low > 0) return "reads";
  if (high < 0) return "against";
  return low > -smallest && high < smallest ? "small" : "unknown";
}

export function modelsFacts(record: Whole): ModelsFacts | null {
  const step = stepsOf(record, "model").at(-1);
  const [first, other] = record.models;
  if (step === undefined || first === undefined || other === undefined) return null;
  return { ...commonOf(record), first: first.id, second: other.id, k: step.after.cell.k, step };
}
