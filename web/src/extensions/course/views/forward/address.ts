// The forward pass's state in the address: the numbers, the mask, and where one is.

import { INPUTS, same, SIZE, STEPS, VARIANTS, type Matrix, type Step } from "./forward";
import { choice, whole } from "../../../../core/address/url";

export interface ForwardState {
  h?: Matrix;
  causal?: boolean;
  step?: Step;
  row?: number; // from 0
  column?: number;
}

export const LARGEST = 10; // of an entry, either sign

export function write({ h, causal, step, row, column }: ForwardState): URLSearchParams {
  const query = new URLSearchParams();
  if (h !== undefined && !same(h, INPUTS.exact)) query.set("h", named(h));
  if (causal === false) query.set("mask", "off");
  if (step !== undefined) query.set("step", step);
  if (row !== undefined) query.set("row", String(row + 1));
  if (column !== undefined) query.set("column", String(column + 1));
  return query;
}

function named(h: Matrix): string {
  return VARIANTS.find((name) => same(INPUTS[name], h)) ?? h.flat().join(" ");
}

/** Throws Error for numbers that are none, too many, too few or too large. */
export function read(query: URLSearchParams): ForwardState {
  const state: ForwardState = {};
  const h = query.get("h");
  if (h !== null) state.h = matrix(h);
  const mask = choice(query, "mask", ["on", "off"]);
  if (mask !== null) state.causal = mask === "on";
  const step = choice(query, "step", STEPS);
  if (step !== null) state.step = step;
  const row = whole(query, "row", 1, SIZE);
  if (row !== null) state.row = row - 1;
  const column = whole(query, "column", 1, SIZE);
  if (column !== null) state.column = column - 1;
  return state;
}

function matrix(text: string): Matrix {
  const variant = VARIANTS.find((name) => name === text);
  if (variant !== undefined) return INPUTS[variant];
  const entries = text.split(" ").map(entry);
  if (entries.length !== SIZE * SIZE) throw new Error(`h has ${entries.length} numbers`);
  return Array.from({ length: SIZE }, (_, r) => entries.slice(r * SIZE, (r + 1) * SIZE));
}

/** A number that a person wrote, with either minus and either decimal mark. Throws Error. */
export function entry(text: string): number {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  const value = plain === "" ? Number.NaN : Number(plain);
  if (!(Math.abs(value) <= LARGEST)) throw new Error(`${text} is no entry`);
  return value === 0 ? 0 : value;
}
