// The models of a run as they are here now, and what is known to be another in them. The twin of
// `model_now` in backend/shotglass/run_file/again/repeated.py.

import { manifest } from "../../core/api/api";
import { weightsDigest } from "../../core/models/manifest";
import { PRECISIONS } from "../../core/models/precision";
import type { RunModel, SavedRun } from "../../core/runFile/runs";
import type { RunComparison } from "../../core/runFile/sameness";
import { place } from "../place.svelte";
import { server } from "../server.svelte";

/** In the order of the run's. */
export function modelsNow(run: SavedRun): Promise<RunModel[]> {
  return Promise.all(
    run.models.map(async (model, at) => {
      const digest = await manifest(model.id).then(weightsDigest, () => null);
      return { ...model, digest, ...computedNow(run, model, at) };
    }),
  );
}

/** What looks inside or changes something there is computed in fp32 by the server, whatever the model
 * writes in. */
function computedNow(
  run: SavedRun,
  { id, precision }: RunModel,
  at: number,
): Pick<RunModel, "where" | "precision"> {
  if (looksInside(run, at)) return { where: "computer", precision: "fp32" };
  if (run.view !== "measure" && place.engineOf(id) !== null)
    return { where: "browser", precision: place.numbers.as };
  const request = PRECISIONS.find((name) => name === precision);
  const own = server.models.find((model) => model.id === id)?.precision;
  return { where: "computer", precision: request ?? own ?? "fp32" };
}

function looksInside(run: SavedRun, at: number): boolean {
  if (run.view === "inside" || (run.view === "fill" && at === 0)) return true;
  if (run.view === "measure") {
    const { kind, record } = run.results;
    return kind !== "measurement" || (record.plan.heads_off ?? []).length > 0;
  }
  const questions = run.view === "prompt" ? run.question.columns : [run.question];
  const own = questions.filter((each) => !("model" in each) || each.model === at);
  return own.every((each) => "interventions" in each && each.interventions !== undefined);
}

/** What is known of the weights and the precision, on both sides. */
export function compareModels(
  comparison: RunComparison,
  then: readonly RunModel[],
  now: readonly RunModel[],
): void {
  then.forEach(({ digest, precision }, at) => {
    const here = now[at];
    if (here === undefined) return;
    if (digest !== null && here.digest !== null)
      comparison.compare(`models[${at}].digest`, digest, here.digest);
    comparison.compare(`models[${at}].precision`, precision, here.precision);
  });
}
