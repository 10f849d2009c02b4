// Whose a comparison is while one from a file is shown.

import type { Of } from "../../../core/api/api";
import { PRECISIONS, type Numbers } from "../../../core/models/precision";
import type { ComparedRun, RunModel } from "../../../core/runFile/form";
import type { Where } from "../../../state/place.svelte";
import { runFiles } from "../../../state/runFile/runFiles.svelte";

interface Identity {
  of: Of;
  where: Where;
  numbers: Numbers;
}

export function openedRun(): ComparedRun | null {
  return runFiles.opened?.run ?? null;
}

/** Null while no run from a file is shown. */
export function openedModel(): Identity | null {
  const model = openedRun()?.models[0];
  if (model === undefined) return null;
  const numbers = { as: model.precision, off: null };
  return { of: ofModel(model), where: model.where, numbers };
}

/** What a request of the model says. */
export function ofModel({ id, precision }: RunModel): Of {
  const named = PRECISIONS.find((name) => name === precision);
  return named === undefined ? { model: id } : { model: id, precision: named };
}
