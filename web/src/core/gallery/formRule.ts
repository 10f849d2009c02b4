// What the page's sentences read off a record. It brings no records along: words come with the page.

import type { Finding, Point, Value } from "./finding";
import type { Gain } from "./verdicts";

/** The lowest and the highest share of right answers. */
export function rangeOf({ points }: Finding): [lowest: Point, highest: Point] {
  const sorted = [...points].sort((a, b) => a.right.value - b.right.value);
  return [sorted[0], sorted.at(-1)] as [Point, Point];
}

/** The rule of the verdicts: form counts once all of its interval lies above this. */
export const FORM_RULE = 0.1;

/** Whether answers are too seldom given for their share to say much: not all of form's interval
 * clears the rule. */
export function isSeldom(form: Value | null): boolean {
  return form !== null && (form.low ?? form.value) <= FORM_RULE;
}

const P_BELOW = 0.05; // of the exact paired test, as statistics/verdict.py has it

/** Whether more questions turned wrong than right, by the test that the rule asks for the opposite. */
export function becameFewer({ gained, lost, p }: Gain): boolean {
  return lost > gained && p < P_BELOW;
}
