// Kept runs as one file, and back.

import { list, object, choice, ShapeError, type Expected } from "./shape";
import { readRun, type KeptRun } from "./keptRun";

export const FORMAT = "shotglass-prompt-history-1";
export const MOST_FILE = 100e6; // bytes
export const MOST_RUNS = 200;

/** Why a file is none of ours, for the page to say it in its words. */
export type FileFault =
  | { kind: "size"; bytes: number }
  | { kind: "json" }
  | { kind: "shape"; at: string; expected: Expected };

export class FileError extends Error {
  constructor(readonly fault: FileFault) {
    super(fault.kind);
    this.name = "FileError";
  }
}

export function written(runs: readonly KeptRun[]): string {
  return JSON.stringify({ format: FORMAT, runs });
}

/** The runs in a file. Rejects with FileError; nothing of a file that is wrong somewhere is taken. */
export async function readFile(file: Pick<Blob, "size" | "text">): Promise<KeptRun[]> {
  if (file.size > MOST_FILE) throw new FileError({ kind: "size", bytes: file.size });
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch {
    throw new FileError({ kind: "json" });
  }
  try {
    return object({ format: choice([FORMAT]), runs: list(readRun, MOST_RUNS) })(value, "").runs;
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new FileError({ kind: "shape", at: error.at, expected: error.expected });
  }
}
