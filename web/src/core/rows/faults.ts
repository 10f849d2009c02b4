// Why rows cannot be read, each with its row; the page has the words. The twin of
// backend/shotglass/rows/faults.py.

/** `row` counts from 1, as a spreadsheet shows it. */
export type RowsFault =
  | { kind: "nothing" }
  | { kind: "encoding"; row: number }
  | { kind: "encoded"; row: number; encoding: string }
  | { kind: "json"; row: number | null }
  | { kind: "list" }
  | { kind: "column"; column: string; columns: string[] }
  | { kind: "columns"; columns: string[]; missing: "input" | "expected" }
  | { kind: "cells"; row: number; cells: number; expected: string }
  | { kind: "empty"; row: number; column: "input" | "expected" }
  | { kind: "kind"; row: number; column: string }
  | { kind: "labels"; row: number; expected: string }
  | { kind: "contradiction"; row: number; before: number; expected: string; known: string }
  | { kind: "alike"; row: number; before: number; expected: string; known: string };

export class UnreadableRows extends Error {
  constructor(readonly fault: RowsFault) {
    super(JSON.stringify(fault));
    this.name = "UnreadableRows";
  }
}
