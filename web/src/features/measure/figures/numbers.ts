import { computedAs, type Numbers, numbersOf } from "../../../core/models/precision";
import type { Measurement } from "../../../core/measurement/record";
import { server } from "../../../state/server.svelte";

/** How a measurement's figures came about; of two models, the first that is not exact. */
export function numbersFor({ models }: Measurement): Numbers {
  const all = models.map(({ id, precision }) => {
    const known = server.models.find((model) => model.id === id) ?? null;
    return numbersOf(known, computedAs(precision));
  });
  return all.find(({ as }) => as !== "fp32") ?? all[0] ?? numbersOf(null, "fp32");
}
