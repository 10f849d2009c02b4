// The shapes table's state in the address: its order, the families shown, the shape counted.

import {
  BOUNDS,
  FAMILIES,
  GPT2_SMALL,
  SHAPE_KEYS,
  SIZES,
  type Chosen,
  type Family,
  type ShapeKey,
} from "../../../../core/models/shapes";
import { choice, whole } from "../../../../core/address/url";

export interface ShapesState {
  sort?: ShapeKey;
  down?: boolean;
  families?: readonly Family[];
  chosen?: Chosen;
}

const FIRST_SORT: ShapeKey = "year";

export function write({ sort, down, families, chosen }: ShapesState): URLSearchParams {
  const query = new URLSearchParams();
  if (sort !== undefined && (sort !== FIRST_SORT || down)) query.set("sort", sort);
  if (down) query.set("order", "down");
  if (families !== undefined && families.length < FAMILIES.length) {
    query.set("show", families.join(" "));
  }
  if (chosen === undefined) return query;
  for (const key of SIZES) {
    if (chosen[key] !== GPT2_SMALL[key]) query.set(key, String(chosen[key]));
  }
  if (chosen.norm !== GPT2_SMALL.norm) query.set("norm", chosen.norm);
  return query;
}

/** Throws Error for a column or family that is none, or a size out of its bounds. */
export function read(query: URLSearchParams): Required<ShapesState> {
  const chosen = { ...GPT2_SMALL };
  for (const key of SIZES) chosen[key] = whole(query, key, 1, BOUNDS[key]) ?? chosen[key];
  chosen.norm = choice(query, "norm", ["pre", "post"]) ?? chosen.norm;
  return {
    sort: choice(query, "sort", SHAPE_KEYS) ?? FIRST_SORT,
    down: choice(query, "order", ["up", "down"]) === "down",
    families: families(query.get("show")),
    chosen,
  };
}

function families(text: string | null): Family[] {
  if (text === null) return [...FAMILIES];
  const names = text === "" ? [] : text.split(" ");
  const unknown = names.find((name) => !FAMILIES.some((family) => family === name));
  if (unknown !== undefined) throw new Error(`${unknown} is no family`);
  return FAMILIES.filter((family) => names.includes(family));
}
