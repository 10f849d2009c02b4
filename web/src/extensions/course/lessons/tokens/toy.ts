// Two tables of a toy, small enough to be read: a row for each of five tokens and of four places.

export const TOKENS = ["The", " cat", " sat", " on", " mat"] as const;

/** W_e (5, 4) and W_p (4, 4). */
export const TABLES = {
  tokens: [
    [0.3, -0.5, 0.1, 0.8],
    [0.9, 0.4, -0.2, 0.1],
    [-0.6, 0.7, 0.5, 0.2],
    [0.1, -0.3, 0.9, -0.4],
    [0.8, 0.2, -0.1, 0.6],
  ],
  places: [
    [0.1, 0.0, -0.2, 0.1],
    [0.0, 0.2, 0.1, -0.1],
    [-0.1, 0.1, 0.0, 0.3],
    [0.2, -0.1, 0.1, 0.0],
  ],
} as const;

type Rows = readonly (readonly number[])[];

/** A row with 1 at `place` and 0 elsewhere. */
export function oneHot(length: number, place: number): number[] {
  return Array.from({ length }, (_, i) => (i === place ? 1 : 0));
}

/** A row times a matrix: every row of the matrix times its number, added up. */
export function times(row: readonly number[], rows: Rows): number[] {
  const [first = []] = rows;
  return first.map((_, column) =>
    row.reduce((sum, factor, i) => sum + factor * (rows[i]?.[column] ?? 0), 0),
  );
}

/** h_0 of a token at a place. */
export function state(token: number, place: number): number[] {
  const { tokens, places } = TABLES;
  const ofToken = times(oneHot(tokens.length, token), tokens);
  const ofPlace = times(oneHot(places.length, place), places);
  return ofToken.map((value, i) => value + (ofPlace[i] ?? 0));
}
