// The lesson's mask at several strengths, and how many steps two ways of reading a text take.

import { INPUTS, forwardPass, maskFor, softmax, type Matrix } from "../../views/forward/forward";

/** What may stand in the mask where a later token is. */
export const STRENGTHS = [0, -2, -5, -10, -Infinity] as const;
export type Strength = (typeof STRENGTHS)[number];

const SCALED = forwardPass(INPUTS.exact, false).scaled;

/** A strength as a number of a link: 0 is no mask, 1 is minus infinity. */
export function numberOf(strength: Strength): number {
  return Number.isFinite(strength) ? Math.abs(strength) : 1;
}

/** The strength that a link's number stands for; minus infinity for any other. */
export function strengthOf(number: number | undefined): Strength {
  return STRENGTHS.find((strength) => numberOf(strength) === number) ?? -Infinity;
}

/** The mask: 0 where a token may look, the strength where it may not. */
export function maskOf(strength: Strength): Matrix {
  return maskFor(true).map((row) => row.map((value) => (value === 0 ? 0 : strength)));
}

/** What softmax makes of the scores and the mask. */
export function weightsOf(strength: Strength): Matrix {
  const mask = maskOf(strength);
  return SCALED.map((row, r) => softmax(row.map((score, c) => score + (mask[r]?.[c] ?? 0))));
}

/** How a net reads a text: token after token, or all of a layer at once. */
export const READERS = ["recurrent", "masked"] as const;
export type Reader = (typeof READERS)[number];

/** The step, from 1, after which a state is there. A recurrent state waits for the one before it in
 * its layer and for the one below; a masked layer waits for the layer below alone. */
export function readyAt(reader: Reader, layer: number, place: number): number {
  return reader === "recurrent" ? layer + place + 1 : layer + 1;
}

/** The steps that wait for each other until all states of a text are there. */
export function stepsOf(reader: Reader, layers: number, tokens: number): number {
  return readyAt(reader, layers - 1, tokens - 1);
}
