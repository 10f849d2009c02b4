// The shapes table: rows as the server counts them, sorted and chosen; and the same count for a
// shape of one's own. The twin of backend/shotglass/shapes.py; tests/contract/shapes.json.

export const PARTS = ["embedding", "position", "attention", "ffn", "norm"] as const;
export type Part = (typeof PARTS)[number];

export const FAMILIES = ["gpt-1", "gpt-2", "gpt-3", "gpt-4", "bert", "installed"] as const;
export type Family = (typeof FAMILIES)[number];

interface Head {
  id: string;
  name: string;
  family: Family;
  year: number | null;
  month: number | null;
  source: string | null;
  reading: "width" | "heads" | null; // which of two, where the printed shape contradicts itself
  published: number | null;
  generates: boolean;
  installed: boolean;
}

export interface Sizes {
  layers: number;
  width: number;
  heads: number;
  head_size: number;
  context: number;
  vocabulary: number;
}

interface Counted {
  parameters: number;
  kv_bytes: { fp16: number; fp32: number } | null; // null: it does not generate, and keeps none
  flops_per_token: number;
}

export type ShapeRow = Head &
  ((Counted & { parts: Record<Part | "other", number>; shape: Sizes }) | Undisclosed);

interface Undisclosed {
  parameters: null;
  shape: null;
}

export type DisclosedRow = Extract<ShapeRow, { parameters: number }>;

export function disclosed(row: ShapeRow): row is DisclosedRow {
  return row.parameters !== null;
}

/** How far the published count is from the exact one, as a share of the latter. */
export function deviation(row: ShapeRow): number | null {
  return row.parameters === null || row.published === null
    ? null
    : row.published / row.parameters - 1;
}

const KEYS = {
  name: (row) => row.name.toLowerCase(),
  year: (row) => (row.year === null || row.month === null ? null : row.year * 12 + row.month),
  parameters: (row) => row.parameters,
  published: (row) => row.published,
  deviation,
  layers: (row) => row.shape?.layers ?? null,
  width: (row) => row.shape?.width ?? null,
  heads: (row) => row.shape?.heads ?? null,
  head_size: (row) => row.shape?.head_size ?? null,
  context: (row) => row.shape?.context ?? null,
  vocabulary: (row) => row.shape?.vocabulary ?? null,
  kv_fp16: (row) => (disclosed(row) ? (row.kv_bytes?.fp16 ?? null) : null),
  kv_fp32: (row) => (disclosed(row) ? (row.kv_bytes?.fp32 ?? null) : null),
  flops: (row) => (disclosed(row) ? row.flops_per_token : null),
} satisfies Record<string, (row: ShapeRow) => string | number | null>;

export type ShapeKey = keyof typeof KEYS;
export const SHAPE_KEYS = Object.keys(KEYS) as ShapeKey[];

export function valueOf(row: ShapeRow, key: ShapeKey): string | number | null {
  return KEYS[key](row);
}

/** Sorted by a column; rows that say nothing there come last in both directions. */
export function sorted(rows: readonly ShapeRow[], key: ShapeKey, down: boolean): ShapeRow[] {
  return [...rows].sort((a, b) => {
    const [x, y] = [valueOf(a, key), valueOf(b, key)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order = x < y ? -1 : Number(x > y);
    return down ? -order : order;
  });
}

/** A GPT-like shape of one's own: feed-forward 4 D, biases everywhere, a tied head. */
export interface Chosen {
  layers: number;
  width: number;
  heads: number;
  vocabulary: number;
  context: number;
  norm: "pre" | "post"; // before each part and once at the end, or after each part
}

export const BOUNDS: Record<Exclude<keyof Chosen, "norm">, number> = {
  layers: 200,
  width: 65_536,
  heads: 512,
  vocabulary: 1_000_000,
  context: 1_000_000,
};
export const SIZES = Object.keys(BOUNDS) as (keyof typeof BOUNDS)[];

export const GPT2_SMALL: Chosen = {
  layers: 12,
  width: 768,
  heads: 12,
  vocabulary: 50_257,
  context: 1024,
  norm: "pre",
};

/** The whole of what follows from the shape. */
export function counted(shape: Chosen): Counted & { parts: Record<Part, number> } {
  const { layers: L, width: D, vocabulary: V, context: C } = shape;
  const norms = 2 * L + (shape.norm === "pre" ? 1 : 0);
  const parts = {
    embedding: V * D,
    position: C * D,
    attention: L * (4 * D * D + 4 * D),
    ffn: L * (8 * D * D + 5 * D),
    norm: norms * 2 * D,
  };
  const multiplied = 12 * L * D * D + parts.embedding; // matrices: no biases, no norms
  return {
    parts,
    parameters: PARTS.reduce((sum, part) => sum + parts[part], 0),
    kv_bytes: { fp16: 4 * L * D, fp32: 8 * L * D },
    flops_per_token: 2 * multiplied + 4 * L * C * D,
  };
}

/** The shape of a row as a start for one's own; null where it is not of that kind. */
export function chosenOf(row: ShapeRow): Chosen | null {
  if (!disclosed(row) || row.installed || !row.generates) return null;
  const { layers, width, heads, head_size, vocabulary, context } = row.shape;
  if (heads * head_size !== width) return null;
  return { layers, width, heads, vocabulary, context, norm: row.id === "gpt-1" ? "post" : "pre" };
}
