// GPT-1's four ways to write a task as rows of tokens (Radford et al. 2018, figure 1); the twin of
// `Marks` in export/shotglass_export/models/fine_tuning.py.

export const KINDS = ["classification", "entailment", "similarity", "choice"] as const;
export type Kind = (typeof KINDS)[number];

/** A text of each kind; `$` stands between its parts. */
export const EXAMPLES: Record<Kind, string> = {
  classification: "The king rode home.",
  entailment: "An oak $ A tree",
  similarity: "He went home. $ He walked back to his house.",
  choice: "It rained, so she took $ her umbrella. $ her dinner.",
};

export const MARKS = ["start", "delimiter", "extract"] as const; // in the order of their ids
export type Mark = (typeof MARKS)[number];

const FEWEST = { classification: 1, entailment: 2, similarity: 2, choice: 3 };
const MOST = { classification: 1, entailment: 2, similarity: 2, choice: 5 };

/** The texts of an example, which `$` stands between; null where there are too few. */
export function partsOf(kind: Kind, text: string): string[] | null {
  const parts = kind === "classification" ? [text] : text.split("$");
  const result = parts.map((part) => part.trim()).filter((part) => part !== "");
  return result.length < FEWEST[kind] ? null : result.slice(0, MOST[kind]);
}

/** What the network reads: a row of one or two texts between marks, or several. */
export function rowsOf<T>(kind: Kind, parts: readonly (readonly T[])[]): (T | Mark)[][] {
  const [first = [], ...others] = parts;
  if (kind === "classification") return [["start", ...first, "extract"]];
  const pair = (item: readonly T[], other: readonly T[]): (T | Mark)[] => [
    ...["start" as const, ...item],
    ...["delimiter" as const, ...other, "extract" as const],
  ];
  const rows = others.map((other) => pair(first, other));
  return kind === "similarity" ? [...rows, ...others.map((other) => pair(other, first))] : rows;
}

export interface Place {
  x: number;
  y: number; // of the top, in lines
  width: number;
}

/** Where boxes of these widths stand that are broken into lines of `room` pixels. */
export function linesOf(widths: readonly number[], room: number, gap: number): Place[] {
  let [x, y] = [0, 0];
  return widths.map((width) => {
    if (x > 0 && x + width > room) [x, y] = [0, y + 1];
    const place = { x, y, width };
    x += width + gap;
    return place;
  });
}
