// What came out of a run that was repeated.

import type { ValueDifference, Sameness } from "../core/runFile/sameness";
import { count } from "../core/text/numbers";

const MOST_SHOWN = 40; // characters of a value

const tokensOf = (n: number) => (n === 1 ? "1 token" : `${count(n)} tokens`);

function shown(value: ValueDifference["was"]): string {
  if (value === null) return "nothing";
  const text = JSON.stringify(value);
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}

/** What could not be compared, as a sentence behind another; empty where there is nothing. */
export function uncompared(places: readonly string[]): string {
  return places.length === 0 ? "" : ` Not compared: ${places.join(", ")}.`;
}

/** In sentences, but where a token is another, which says more. */
export function outcome(compared: Omit<Sameness, "token">): string {
  const { values, different, first, tokens, largest } = compared;
  const without = uncompared(compared.uncompared);
  if (values === 0) return `Nothing of it can be compared.${without}`;
  const among = tokens === 0 ? "" : `, ${tokensOf(tokens)} among them`;
  if (first === null)
    return `The same: ${count(values)} values${among}, to the last bit.${without}`;
  const though = tokens === 0 ? "" : ` The ${tokensOf(tokens)} are the same.`;
  const by = largest === 0 ? "" : ` Numbers differ by up to ${largest.toPrecision(2)}.`;
  const where = `${first.place}: ${shown(first.was)} then, ${shown(first.now)} now`;
  return `Not the same: ${count(different)} of ${count(values)} values, first ${where}.${though}${by}${without}`;
}
