// What the page's sentences read off a record. It brings no records along: words come with the page.

import type { Finding, Point, Value } from "./finding";

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
