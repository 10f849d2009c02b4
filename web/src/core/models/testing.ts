// Rows of the table of shapes for the tests.

import { counted, GPT2_SMALL, type Chosen, type ShapeRow } from "./shapes";

const NOTHING = {
  month: 2,
  source: "",
  reading: null,
  published: null,
  generates: true,
  installed: false,
};

/** A model of that year, counted; one whose shape nobody has told. */
export function row(id: string, year: number | null, shape: Chosen | null): ShapeRow {
  const head = { ...NOTHING, id, name: id, family: "gpt-2" as const, year };
  if (shape === null) return { ...head, family: "gpt-4", parameters: null, shape: null };
  const { parts, ...rest } = counted(shape);
  const sizes = { ...shape, head_size: shape.width / shape.heads };
  return { ...head, ...rest, parts: { ...parts, other: 0 }, shape: sizes };
}

export const small = { ...row("small", 2019, GPT2_SMALL), published: 117_000_000 };
const wide = row("wide", 2020, { ...GPT2_SMALL, width: 1536 });
export const secret = row("secret", 2023, null);
export const here = { ...row("here", null, GPT2_SMALL), month: null, family: "installed" as const };
export const ROWS = [secret, wide, here, small];
