// The sentences of what ships with the page; `*` stands around what stands out.

import { percentDigits, points, shortPercent } from "../../../core/text/numbers";
import { pointsBetween, sharesBetween, tellsNothing } from "../../../core/measurement/bounds";
import type { Finding, Point } from "../../../core/gallery/finding";
import { becameFewer, FORM_RULE, isSeldom, rangeOf } from "../../../core/gallery/formRule";
import { sentences } from "../sentence/words.en";

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];
const word = (n: number) => NUMBERS[n] ?? String(n);
const examples = (k: number | string) => `${word(Number(k))} example${k === 1 ? "" : "s"}`;
const turned = (n: number) => `${n} question${n === 1 ? "" : "s"} turned`;
const answers = ({ chance }: Finding) => word(Math.round(1 / chance));
const size = (share: number) => (100 * share).toFixed(1);

const ends = ({ points }: Finding) => [points[0], points.at(-1)] as [Point, Point];

function since(before: number, after: number): string {
  const [from, to] = [shortPercent(before), shortPercent(after)];
  return from === to ? "as without" : `${from} without`;
}

function examplesHeadline(f: Finding): string {
  const [first, last] = ends(f);
  const leads = `in *${shortPercent(last.right.value)}*`;
  const before = since(first.right.value, last.right.value);
  const k = examples(last.at);
  if (f.stamp === "form" && last.form !== null && first.form !== null)
    return `After ${k} it says one of the ${answers(f)} answers with *${shortPercent(last.form.value)}*, ${since(first.form.value, last.form.value)}. The right one leads ${leads}, ${before}.`;
  if (isSeldom(last.form))
    return `It seldom says any of the ${answers(f)} answers. Among them the right one leads ${leads} after ${k}, ${before}.`;
  return `After ${k} the right one of ${answers(f)} leads ${leads}, ${before}.`;
}

function spread(f: Finding, all: string, moves: string): string {
  const [lowest, highest] = rangeOf(f).map(({ right }) => shortPercent(right.value));
  if (lowest === highest) return `${all}: in each, *${highest}* of the answers are right.`;
  return f.stamp === "yes"
    ? `${moves} alone moves right answers from *${lowest}* to *${highest}*.`
    : `${all}: *${lowest}* to *${highest}* of the answers are right.`;
}

/** It begins with how seldom the answers are said, where that holds of all that was asked. */
function headline(f: Finding): string {
  if (f.id === "examples") return examplesHeadline(f);
  const seldom = f.points.every(({ form }) => isSeldom(form));
  return `${seldom ? sentences.seldom : ""}${conditionsHeadline(f)}`;
}

function conditionsHeadline(f: Finding): string {
  const count = f.points.length;
  if (f.id === "order")
    return spread(f, `${count} orders of the same examples`, "The order of the examples");
  if (f.id === "format") return spread(f, `${count} templates that mean the same`, "The format");
  const [wrong, right] = ends(f).map(({ right }) => shortPercent(right.value));
  return `With only right answers in the examples *${right}* are right, with only wrong ones *${wrong}*.`;
}

/** Of a verdict: which part of its rule decided. */
function verdictReason(f: Finding): string {
  const { form } = ends(f)[1];
  const gain = f.gain;
  if (form === null || gain === null) return "";
  const { gained, lost } = gain;
  const balance = `${turned(gained)} right, ${lost} wrong`;
  const fewer = `right answers became fewer: ${balance}`;
  if (f.stamp === "task")
    return `All of form’s interval [${sharesBetween(form.low ?? 0, form.high ?? 1)}] clears 10\u202f%, and ${balance}.`;
  if (f.stamp === "form")
    return `Form rose by ${points(gain.form[0])} points [${pointsBetween(gain.form[1], gain.form[2])}]; ${becameFewer(gain) ? fewer : `right answers did not become more: ${balance}`}.`;
  if ((form.low ?? form.value) > FORM_RULE)
    return `Form clears 10\u202f%, but ${becameFewer(gain) ? fewer : `${balance}: too few for the rule`}.`;
  const reach =
    (form.high ?? form.value) <= FORM_RULE
      ? `only up to ${percentDigits(form.high ?? form.value)}`
      : `down to ${percentDigits(form.low ?? form.value)}`;
  return `Form’s interval reaches ${reach}\u202f%; the rule wants over 10\u202f%.`;
}

/** Of the evidence: what its test says. */
function testReason({ id, stamp, judged, comparisons }: Finding): string {
  if (judged === null) return "";
  const { value, low = value, high = value } = judged;
  const isRange = id === "order" || id === "format";
  const by = isRange
    ? `${size(value)} points [${sharesBetween(low, high)}]`
    : `${points(value)} points [${pointsBetween(low, high)}]`;
  if (stamp === "yes" || stamp === "reverse")
    return `A difference of ${by}; corrected for ${comparisons} comparisons, its interval leaves out 0.`;
  if (stamp === "no")
    return `A difference of ${by}: all of its interval is smaller than 10 points.`;
  const open = tellsNothing({ low, high })
    ? "reaches from far worse to far better, so it tells nothing"
    : "contains 0, so it may be chance";
  return `A difference of ${by}; corrected for ${comparisons} comparisons, its interval ${open}.`;
}

export const findings = {
  headline,
  reason: (f: Finding): string => (f.gain === null ? testReason(f) : verdictReason(f)),
  /** Under the question, with its state. */
  line: (f: Finding): string => {
    const [first, last] = f.id === "examples" || f.id === "labels" ? ends(f) : rangeOf(f);
    const [from, to] = [shortPercent(first.right.value), shortPercent(last.right.value)];
    if (from === to) return `${to}, n = ${f.n}`;
    const arrow = f.id === "order" || f.id === "format" ? "–" : " → ";
    return `${from.replace("\u202f%", "")}${arrow}${to}, n = ${f.n}`;
  },
  origin: (date: string, precision: string, n: number, of: number): string =>
    `Recorded ${[date, precision].filter(Boolean).join(", ")}, n = ${n}${n < of ? ` of ${of} questions` : ""}`,
  other: (name: string, used: string): string => `Recorded with ${name}, not with ${used}.`,
  caption: (title: string, n: number): string => `${title}, n = ${n}`,
};
