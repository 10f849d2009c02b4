// Each number of the worked forward pass as the sum it is: "0.4085 × 1 + 0.5915 × 0.2 = 0.527".

import { at, maskFor, SCALE, SIZE, type Matrix, type Pass, type Step } from "./forward";
import { decimal } from "../../core/text/numbers";

export interface Cell {
  step: Step;
  row: number;
  column: number;
}

/** A cell that a number is made of: of the input, or of an earlier step. */
export interface Source {
  of: "input" | Step;
  row: number;
  column: number;
}

export const DIGITS: Record<Step, number> = {
  scores: 3,
  scaled: 3,
  masked: 3,
  weights: 4,
  output: 3,
};

/** The figure that stands in a cell. */
export function shownIn(pass: Pass, { step, row, column }: Cell): string {
  return decimal(at(pass[step], row, column), DIGITS[step]);
}

/** The arithmetic of one cell in a line. The right side is computed from unrounded numbers. */
export function written(h: Matrix, pass: Pass, causal: boolean, cell: Cell): string {
  return `${leftSide(h, pass, causal, cell)} = ${shownIn(pass, cell)}`;
}

function leftSide(h: Matrix, pass: Pass, causal: boolean, cell: Cell): string {
  const { step, row, column } = cell;
  const of = (from: Step, c = column) => shownIn(pass, { step: from, row, column: c });
  switch (step) {
    case "scores":
      return sum((i) => [plain(at(h, row, i)), plain(at(h, column, i))]);
    case "scaled":
      return `${of("scores")} / ${SCALE}`;
    case "masked":
      return `${of("scaled")} + ${bracketed(decimal(at(maskFor(causal), row, column), 0))}`;
    case "weights":
      return `${power(of("masked"))} / (${places((i) => power(of("masked", i))).join(" + ")})`;
    case "output":
      return sum((i) => [of("weights", i), plain(at(h, i, column))]);
  }
}

/** The cells that this one is computed from. */
export function sources({ step, row, column }: Cell): Source[] {
  switch (step) {
    case "scores":
      return [
        ...places((i): Source => ({ of: "input", row, column: i })),
        ...places((i): Source => ({ of: "input", row: column, column: i })),
      ];
    case "scaled":
      return [{ of: "scores", row, column }];
    case "masked":
      return [{ of: "scaled", row, column }];
    case "weights":
      return places((i) => ({ of: "masked", row, column: i }));
    case "output":
      return [
        ...places((i): Source => ({ of: "weights", row, column: i })),
        ...places((i): Source => ({ of: "input", row: i, column })),
      ];
  }
}

function sum(factors: (i: number) => [string, string]): string {
  return places((i) => factors(i).map(bracketed).join(" × ")).join(" + ");
}

function power(exponent: string): string {
  return `exp(${exponent})`;
}

function plain(value: number): string {
  return String(value).replace("-", "−");
}

function bracketed(figure: string): string {
  return figure.startsWith("−") ? `(${figure})` : figure;
}

function places<T>(make: (i: number) => T): T[] {
  return Array.from({ length: SIZE }, (_, i) => make(i));
}
