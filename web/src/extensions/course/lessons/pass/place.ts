// Where one looks in the pass: which layer and token, which stage, which number, which product.

import type { Stage } from "../../../../core/api/trace";

export const ZOOMS = 3; // the model, the block, the number

export interface Place {
  zoom: number;
  layer: number; // the number of layers is the end
  token: number;
  stage: number; // its place among those that the layer has
  number: number; // of the stage's vector
  product: number; // of a sum of products
}

const NAMES = ["zoom", "layer", "token", "stage", "number", "product"] as const;
/** Of a stage that nobody chose: the one whose numbers are the longest sums. */
const CHOSEN = -1;
export const FIRST: Place = { zoom: 0, layer: 3, token: 10, stage: CHOSEN, number: 0, product: 0 };

/** The place that an address holds; the first one where it holds none. */
export function placeOf(values: readonly number[] | null): Place {
  const entries = NAMES.map((name, i) => [name, Math.trunc(values?.[i] ?? FIRST[name])] as const);
  return Object.fromEntries(entries) as unknown as Place;
}

export function valuesOf(place: Place): number[] {
  return NAMES.map((name) => place[name]);
}

/** The place, or the nearest that there is. */
export function within(
  place: Place,
  { layers, tokens, stages }: { layers: number; tokens: number; stages: readonly Stage[] },
): Place {
  const clamp = (value: number, count: number) => Math.max(0, Math.min(value, count - 1));
  return {
    zoom: clamp(place.zoom, ZOOMS),
    layer: clamp(place.layer, layers + 1),
    token: clamp(place.token, tokens),
    stage: clamp(place.stage === CHOSEN ? stages.indexOf("ffn_out") : place.stage, stages.length),
    number: Math.max(0, place.number),
    product: Math.max(0, place.product),
  };
}
