// The sentences of Measure in English; `*` stands around what stands out. The null forms are fixed.

import type { Interval } from "../../../core/api/api.gen";
import { count, percent, points, shortPercent } from "../../../core/text/numbers";
import type { Common, ExamplesFacts, LabelsFacts, ModelsFacts, OrderFacts, RangeFacts } from "./facts"; // prettier-ignore
import { levelText, pointsBetween, sharesBetween } from "../../../core/measurement/bounds";
import type { Written } from "./sentence";

const sure = ({ value, low, high }: Interval) => `${percent(value)} [${sharesBetween(low, high)}]`;
const size = ({ value, low, high }: Interval) =>
  `${number(value)} points [${sharesBetween(low, high)}]`;
const number = (share: number) => (100 * share).toFixed(1);
const change = ({ value, low, high }: Interval) =>
  `${points(value)} points [${pointsBetween(low, high)}]`;
const examples = (k: number) => (k === 0 ? "no example" : k === 1 ? "1 example" : `${k} examples`);
const whole = (share: number) => `${Math.round(100 * share)} points`;

const SCARCE = 0.1; // form below it: the answers are hardly ever given

function n({ n, detectable, form, oneSet }: Common): string {
  const can =
    detectable === null
      ? ""
      : detectable > 1
        ? " So few show no difference at all."
        : ` So many can be expected to show a difference of ${number(detectable)} points or more.`;
  const scarce =
    form >= SCARCE
      ? ""
      : ` Right counts among the answers only: the model gives any of them with ${percent(form)} at most.`;
  const these = oneSet ? " All holds for this one set of examples: others were not drawn." : "";
  return `n = ${count(n)} questions; brackets are 95 % intervals.${these}${can}${scarce}`;
}

const opening = {
  up: "More examples help: ",
  down: "More examples hurt: ",
  both: "More examples help at some steps and hurt at others: ",
};

const pText = (p: number) => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);

/** Of the comparison that decided. */
function clearestStep({ decided, toEnd }: ExamplesFacts): string {
  if (decided === null) return "One number of examples: nothing is compared.";
  const { before, after, difference } = decided;
  const step = `${before.cell.k} → ${examples(after.cell.k)}`;
  return `${toEnd ? "From the fewest to the most" : "The clearest step"}, ${step}: ${change(difference.change)}${levelText(difference)}, ${pText(difference.holm)} after correction.`;
}

function examplesWritten(f: ExamplesFacts): Written {
  const [first, last] = f.sides;
  const from = `*${shortPercent(first.right.value)}* of the answers are right with ${examples(first.cell.k)}`;
  const to = `*${shortPercent(last.right.value)}* with ${last.cell.k}`;
  const help = f.toEnd ? examples(f.last.cell.k) : "more examples";
  const mains = {
    single: `With ${examples(f.last.cell.k)} *${shortPercent(f.last.right.value)}* of the answers are right.`,
    small: `No number of examples makes a difference as large as ${whole(f.smallest)}: ${from}, ${to}.`,
    unknown: `${count(f.n)} questions are not enough to say whether ${help} help${help === "1 example" ? "s" : ""}: ${from}, ${to}.`,
  };
  const without = f.first.cell.k === 0 ? "without" : `with ${f.first.cell.k}`;
  const form = `After ${examples(f.last.cell.k)} it says one of the answers with *${shortPercent(f.last.form.value)}*, ${shortPercent(f.first.form.value)} ${without}. `;
  const { trend } = f;
  const main =
    trend === "up" || trend === "down" || trend === "both"
      ? `${opening[trend]}${from}, ${to}.`
      : `${f.formLearned && trend !== "single" ? form : ""}${mains[trend]}`;
  const more = [
    `The form, the probability of all answers together, goes from ${sure(f.first.form)} to ${sure(f.last.form)}; a guess is right in ${percent(f.chance)}.`,
  ];
  if (f.best !== null)
    more.push(
      `The highest, with ${examples(f.best.cell.k)} (${sure(f.best.right)}), is chosen in hindsight; nothing tests it.`,
    );
  if (f.theseDraws)
    more.push(
      "At some steps this holds for these sets of examples: over other sets the interval includes 0.",
    );
  const draws = f.draws === 1 ? "" : ` Each over ${f.draws} sets of examples.`;
  return { main, why: clearestStep(f), more, small: n(f) + draws };
}

function rangeWritten(f: RangeFacts, apart: string, same: string): Written {
  const { lowest, highest } = f;
  const why = `They lie ${size(f.range)} apart, an interval that holds for all ${f.count} at once.`;
  const small = n({ ...f, detectable: null });
  const span = `from *${shortPercent(lowest.right)}* to *${shortPercent(highest.right)}*`;
  if (lowest.right === highest.right)
    return {
      main: `${same}: each has *${shortPercent(lowest.right)}* right.`,
      why,
      more: rangeMore(f),
      small,
    };
  const main = f.apart ? `${apart} ${span}.` : `${same}: right answers lie ${span}, which chance alone can do.`; // prettier-ignore
  const more = [`Lowest: ${lowest.name}. Highest: ${highest.name}.`, ...rangeMore(f)];
  return { main, why, more, small };
}

function rangeMore({ calibrated }: RangeFacts): string[] {
  if (calibrated === null) return [];
  return [`With the content-free answer taken out, the range is ${size(calibrated)}.`];
}

function orderWritten(f: OrderFacts): Written {
  const text = rangeWritten(f, "Order alone moves the right answers", "The orders cannot be told apart"); // prettier-ignore
  const { last } = f;
  if (last === null || last.own - last.others < 0.05) return text;
  const line = `After orders that end in “${last.label.trim()}” the model says “${last.label.trim()}” to ${percent(last.own)} of the questions, after the others to ${percent(last.others)}.`;
  return { ...text, more: [...(text.more ?? []), line] };
}

function formatWritten(f: RangeFacts): Written {
  return rangeWritten(f, "The format alone moves the right answers", "The formats cannot be told apart"); // prettier-ignore
}

function labelsWritten(f: LabelsFacts): Written {
  const by = `*${points(f.slope.value)} points* [${pointsBetween(f.slope.low, f.slope.high)}]`;
  const between = `from all answers wrong to all right, the share of right answers changes by ${by}`;
  const main = {
    reads: `The model reads the examples’ answers: ${between}.`,
    against: `Right answers in the examples make it worse: ${between}.`,
    small: `The model does not follow the examples’ answers by as much as ${whole(f.smallest)}: ${between}.`,
    unknown: `${count(f.n)} questions are not enough to say whether the model reads the examples’ answers: ${between}.`,
  }[f.effect];
  const more = [
    ...(f.names === null ? [] : [`With random names for the answers ${sure(f.names)} are right.`]),
    ...(f.none === null ? [] : [`With examples that show no answer, ${sure(f.none)}.`]),
  ];
  return { main, more: [more.join(" ")], small: `${examples(f.k)}. ${n(f)}` };
}

function modelsWritten(f: ModelsFacts): Written {
  const { before, after, difference } = f.step;
  const shares = `*${shortPercent(after.right.value)}* of ${f.second} against *${shortPercent(before.right.value)}* of ${f.first}`;
  const by = `${change(difference.change)}${levelText(difference)}`;
  const main = {
    higher: `With ${examples(f.k)} ${f.second} is right more often: ${shares}.`,
    lower: `With ${examples(f.k)} ${f.second} is right less often: ${shares}.`,
    "none as large": `With ${examples(f.k)} the two do not differ by as much as ${whole(f.smallest)}: ${shares}.`,
    "not enough": `${count(f.n)} questions are not enough to say which one is better with ${examples(f.k)}: ${shares}.`,
  }[difference.answer];
  const more = [`The paired difference is ${by}.`];
  return { main, more, small: n(f) };
}

export const sentences = {
  n,
  always: (answer: string, model: string | null) =>
    `${model ?? "The model"} always answers *“${answer}”*, whatever is asked. `,
  seldom: "It seldom says any of the answers. ",
  nothing: "There is one condition, and nothing to compare it with.",
  examples: examplesWritten,
  order: orderWritten,
  labels: labelsWritten,
  format: formatWritten,
  models: modelsWritten,
};
