// What a house model makes of templates, words and names that it was not made for: the part
// "unseen" of its evaluation record. The twin of `evaluation/house/unseen/measure.py`.

import type { Interval } from "../../../ui/figures/training/dots";
import type { EvaluationRecord, ShotsRow } from "./record";

/** Written as the episodes were; or about words and names of the lexicon that were kept apart. */
export const OWN = "own";
const LEXICON = "lexicon";

export interface UnseenCell {
  family: string;
  wording: string;
  words: string; // "lexicon", or "other": of no lexicon
  names: string;
  n: number;
  chance: number;
  by_k: ShotsRow[];
}

export interface Unseen {
  ks: number[];
  questions: { n: number };
  templates: Record<string, string[]>;
  cells: UnseenCell[];
}

/** How one family fares outside of what it was trained for, with the most examples. */
export interface Reach {
  templates: number; // that were asked besides its own
  low: number; // the choice in the wording that goes worst
  high: number; // and in the one that goes best
}

/** A row of the table: one wording, or other words and names; null where a family was not asked. */
export interface ReachRow {
  wording: string;
  words: string;
  names: string;
  templates: readonly string[];
  by_family: ({ choice: Interval | null; form: Interval | null } | null)[];
}

export function reach(record: EvaluationRecord, family: string): Reach | null {
  const found = record.unseen?.cells.filter(
    (cell) => cell.family === family && cell.wording !== OWN,
  );
  if (record.unseen === undefined || found === undefined || found.length === 0) return null;
  const choices = found.flatMap((cell) => cell.by_k.at(-1)?.choice?.[0] ?? []);
  const templates = new Set(found.flatMap((cell) => record.unseen?.templates[cell.wording] ?? []));
  return {
    templates: templates.size,
    low: Math.min(...choices),
    high: Math.max(...choices),
  };
}

export function unseenFamilies(unseen: Unseen): string[] {
  return [...new Set(unseen.cells.map((cell) => cell.family))];
}

/** Its own wording first, then other words and names in that, then the other wordings. */
export function reachRows(unseen: Unseen): ReachRow[] {
  const families = unseenFamilies(unseen);
  const rows = new Map<string, ReachRow>();
  for (const { family, wording, words, names, by_k } of unseen.cells) {
    const key = [wording, words, names].join("/");
    const templates = unseen.templates[wording] ?? [];
    const row = rows.get(key) ?? { wording, words, names, templates, by_family: [] };
    const at = by_k.at(-1);
    row.by_family[families.indexOf(family)] = at ? { choice: at.choice, form: at.form } : null;
    rows.set(key, row);
  }
  const own = (row: ReachRow) => (row.wording === OWN ? 0 : 1);
  return [...rows.values()]
    .map((row) => ({ ...row, by_family: families.map((_, at) => row.by_family[at] ?? null) }))
    .sort((a, b) => own(a) - own(b));
}

/** Whether all words and names of the row are of the model's own lexicon. */
export function ofLexicon(row: ReachRow): boolean {
  return row.words === LEXICON && row.names === LEXICON;
}
