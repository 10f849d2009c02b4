// The model of a run in a file as a request names it.

import type { Of } from "../../core/api/api";
import { PRECISIONS } from "../../core/models/precision";
import type { RunModel } from "../../core/runFile/runs";

export function ofModel({ id, precision }: RunModel): Of {
  const named = PRECISIONS.find((name) => name === precision);
  return named === undefined ? { model: id } : { model: id, precision: named };
}
