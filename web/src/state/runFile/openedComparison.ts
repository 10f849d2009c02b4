// Whose a comparison is while one from a file is shown.

import type { Of } from "../../core/api/api";
import type { Numbers } from "../../core/models/precision";
import type { ComparedRun } from "../../core/runFile/runs";
import type { Where } from "../place.svelte";
import { ofModel } from "./models";
import { runFiles } from "./runFiles.svelte";

interface Identity {
  name: string;
  of: Of;
  where: Where;
  numbers: Numbers;
}

export function openedRun(): ComparedRun | null {
  const run = runFiles.opened?.run;
  return run?.view === "compare" ? run : null;
}

/** `at`: its place in the run, 1 for the second model. Null while no run from a file is shown. */
export function openedModel(at = 0): Identity | null {
  const model = openedRun()?.models[at];
  if (model === undefined) return null;
  const numbers = { as: model.precision, off: null };
  return { name: model.name, of: ofModel(model), where: model.where, numbers };
}
