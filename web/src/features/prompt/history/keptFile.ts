// Kept runs as one file, and back: a line each, which is the file of a run.

import type { RunFault } from "../../../core/runFile/form";
import type { WrittenRun } from "../../../core/runFile/runs";
import { converted, FORMAT } from "./earlier";

export const MOST_FILE = 100e6; // bytes
export const MOST_RUNS = 200;
const KIND = { kind: "constant", value: '"prompt"' } as const;

/** Why a file holds no kept runs: `place`, the line at fault, from 1. */
export class FileError extends Error {
  constructor(
    readonly fault: RunFault,
    readonly place: number,
  ) {
    super(fault.kind);
    this.name = "FileError";
  }
}

export interface ReadRun {
  run: WrittenRun;
  bytes: Uint8Array<ArrayBuffer>;
}

/** The runs in a file. Rejects with FileError; nothing of a file that is wrong somewhere is taken. */
export async function readFile(file: Pick<Blob, "size" | "text">): Promise<ReadRun[]> {
  const { Misshapen, read, RunFileError } = await import("../../../core/runFile/form");
  if (file.size > MOST_FILE) throw new FileError({ kind: "size", bytes: file.size }, 1);
  const runs: ReadRun[] = [];
  try {
    const lines = linesOf(await file.text());
    if (lines.length > MOST_RUNS) {
      const expected = { kind: "list", min: 0, max: MOST_RUNS } as const;
      throw new RunFileError({ kind: "shape", fault: new Misshapen("", expected, lines) });
    }
    for (const line of lines) {
      const bytes = new TextEncoder().encode(`${line}\n`);
      const run = read(bytes, MOST_FILE);
      if (run.view !== "prompt")
        throw new RunFileError({ kind: "shape", fault: new Misshapen("view", KIND, run.view) });
      runs.push({ run, bytes });
    }
    return runs;
  } catch (error) {
    if (!(error instanceof RunFileError)) throw error;
    throw new FileError(error.fault, runs.length + 1);
  }
}

/** A file of an earlier page is one line of JSON. */
function linesOf(text: string): string[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (!text.slice(0, 100).includes(FORMAT)) return lines.length === 0 ? [text] : lines;
  let runs: unknown;
  try {
    ({ runs } = JSON.parse(text) as { runs?: unknown });
  } catch {
    return [text]; // its reader says that it is no JSON
  }
  return (Array.isArray(runs) ? runs : [runs]).map((run) => JSON.stringify(converted(run)));
}
