// What every run in a file begins with, whatever view it is of.

import { manifest, version } from "../../core/api/api";
import { weightsDigest } from "../../core/models/manifest";
import type { RunModel, RunView, SavedRun } from "../../core/runFile/runs";
import { runFiles } from "./runFiles.svelte";

type Head<V> = Pick<SavedRun, "shotglass_run" | "made" | "shotglass" | "models"> & { view: V };

/** `digest`: as it was told; where it is not, the model's own is asked for. */
export type ModelHere = Omit<RunModel, "digest"> & Partial<Pick<RunModel, "digest">>;

/** `at`: when it was made. A run that came from a file keeps what it began with. */
export async function headOf<V extends RunView>(
  view: V,
  models: readonly ModelHere[],
  at: Date,
): Promise<Head<V>> {
  const opened = runFiles.opened?.run;
  if (opened?.view === view) {
    const { made, shotglass, models } = opened;
    return { shotglass_run: 1, view, made, shotglass, models };
  }
  const made = at.toISOString();
  const shotglass = await version().catch(() => "unknown");
  return { shotglass_run: 1, view, made, shotglass, models: await Promise.all(models.map(whole)) };
}

async function whole(model: ModelHere): Promise<RunModel> {
  const { id, name, where, precision } = model;
  const known = () => manifest(id).then(weightsDigest, () => null);
  const digest = model.digest === undefined ? await known() : model.digest;
  return { id, name, digest, where, precision };
}
