// Where one looks in attention: which layer and head, which token asks, which answers, which number.

export interface Place {
  layer: number;
  head: number;
  row: number; // the token that asks
  key: number; // the token that answers
  number: number; // of the head's d
  product: number; // of a sum of products
  step: number; // from 0
}

const NAMES = ["layer", "head", "row", "key", "number", "product", "step"] as const;
export const STEPS = 6;

/** Where the figure opens: at a head of SmolLM2 by which "tired" looks at "cat", in the first sentence. */
export const FIRST: Place = { layer: 13, head: 8, row: 9, key: 1, number: 0, product: 0, step: 0 };

/** The place that an address holds; the first one where it holds none. */
export function placeOf(values: readonly number[] | null): Place {
  const entries = NAMES.map((name, i) => [name, Math.trunc(values?.[i] ?? FIRST[name])] as const);
  return Object.fromEntries(entries) as unknown as Place;
}

export function valuesOf(place: Place): number[] {
  return NAMES.map((name) => place[name]);
}

/** What there is of a model and a text. */
export interface Bounds {
  layers: number;
  heads: number;
  tokens: number;
  head_size: number;
}

/** The place, or the nearest that there is. */
export function within(place: Place, { layers, heads, tokens, head_size }: Bounds): Place {
  const clamp = (value: number, count: number) => Math.max(0, Math.min(value, count - 1));
  return {
    layer: clamp(place.layer, layers),
    head: clamp(place.head, heads),
    row: clamp(place.row, tokens),
    key: clamp(place.key, tokens),
    number: clamp(place.number, head_size),
    product: Math.max(0, place.product),
    step: clamp(place.step, STEPS),
  };
}
