// Why rows cannot be read, each with its row; the page has the words. The twin of
// backend/shotglass/rows/faults.py.

/** `row` counts from 1, as a spreadsheet shows it. */
export type RowsFault =
  | { kind: "nothing" }
  | { kind: "encoding" | "nul"; row: number }
  | { kind: "format"; format: string }
  | { kind: "twice"; column: string }
  | { kind: "encoded"; row: number; encoding: string }
  | { kind: "json"; row: number | null }
  | { kind: "list" }
  | { kind: "column"; column: string; columns: string[] }
  | { kind: "columns"; columns: string[]; missing: "input" | "expected"; first?: string[] }
  | { kind: "cells"; row: number; cells: number; expected: string }
  | { kind: "empty"; row: number; column: "input" | "expected" }
  | { kind: "kind"; row: number; column: string }
  | { kind: "labels"; row: number; expected: string }
  | { kind: "contradiction"; row: number; before: number; expected: string; known: string }
  | { kind: "alike"; row: number; before: number; expected: string; known: string };

/** What is wrong with one row; the rows after it are read all the same. */
export class RowFault extends Error {
  constructor(readonly fault: RowsFault) {
    super(JSON.stringify(fault));
    this.name = "RowFault";
  }
}

/** Of rows `faults` are at most the first MOST_LISTED, and `more` is the number of the others. */
export class UnreadableRows extends Error {
  constructor(
    readonly faults: [RowsFault, ...RowsFault[]],
    readonly more = 0,
  ) {
    super(JSON.stringify(faults));
    this.name = "UnreadableRows";
  }
}

export const MOST_LISTED = 10;
