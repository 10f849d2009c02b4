// Whose a comparison is while one from a file is shown.

import type { Of } from "../../../core/api/api";
import type { Numbers } from "../../../core/models/precision";
import type { ComparedRun } from "../../../core/runFile/runs";
import type { Where } from "../../../state/place.svelte";
import { ofModel } from "../../../state/runFile/models";
import { runFiles } from "../../../state/runFile/runFiles.svelte";

interface Identity {
  of: Of;
  where: Where;
  numbers: Numbers;
}

export function openedRun(): ComparedRun | null {
  const run = runFiles.opened?.run;
  return run?.view === "compare" ? run : null;
}

/** Null while no run from a file is shown. */
export function openedModel(): Identity | null {
  const model = openedRun()?.models[0];
  if (model === undefined) return null;
  const numbers = { as: model.precision, off: null };
  return { of: ofModel(model), where: model.where, numbers };
}
