// A model's evaluation record, `evaluation.json` in its folder: the k-shot table, controls and
// baselines, and the verdicts by the rule that was written before the run. The twin of
// `shotglass_research/evaluation/house/figures.py`.

import type { ChoiceRow, Interval, RowKind } from "../../../ui/figures/training/dots";

export interface ShotsRow {
  k: number;
  form: Interval | null;
  choice: Interval | null;
  right?: number | null;
  text?: Interval | null; // greedy text equals the answer
}

export interface Cell {
  split: string;
  n: number;
  by_k: (ShotsRow | null)[]; // null where the prompt does not fit
}

export interface Control {
  control: string;
  form: Interval | null;
  choice: Interval | null;
  gold_minus: Interval | null; // right examples minus these, paired
  towards_flipped?: Interval | null;
}

export interface Baseline {
  baseline: string;
  choice: Interval | null;
  gold_minus: Interval | null;
}

export interface Condition {
  condition: string;
  interval: Interval | null;
  bound: number;
  holds: boolean | null;
}

export interface FamilyVerdict {
  claimed: boolean | null;
  unjudged: string | null;
  all_at_once: boolean | null;
  conditions: Condition[];
}

export interface FamilyRecord {
  family: string;
  chance: number;
  cells: Cell[];
  controls: Control[];
  baselines: Baseline[];
  verdict: FamilyVerdict;
}

export interface Beside {
  role: string; // "twin", "peer"
  model: { id: string; name: string; precision: string };
  n: number;
  families: { family: string; by_k: (ShotsRow | null)[]; invented?: Control | null }[];
}

export interface BytesRow {
  source: string;
  bytes: number;
  documents: number;
  model: number;
  interval: readonly [low: number, high: number] | null;
  others: Record<string, number>; // a baseline or a role -> the same bytes
}

/** What was counted in texts of one kind, none of them picked. */
export interface Heap {
  of: string;
  texts: number;
  words: number;
  repeated_8: number;
  distinct_1: number;
  distinct_2: number;
  in_dictionary: number;
  copied_8: number;
  first: string[];
}

export interface Samples {
  length: number;
  temperature: number;
  seed: number;
  dictionary: string;
  words_compared: number;
  heaps: Heap[];
}

export interface EvaluationRecord {
  format: 1;
  model: { id: string; name: string; precision: string; graph: string };
  recorded: string;
  questions: { n: number; seed: number };
  ks: number[];
  splits: string[];
  rule: { text: string; k: number; split: string; points: number };
  families: FamilyRecord[];
  beside: Beside[];
  bits_per_byte: BytesRow[];
  samples: Samples | null;
  unseen?: Unseen; // of templates that it was not trained on, where that was measured
}

export const RECORD_FILE = "evaluation.json";

/** Whether this is a record this page can read. */
export function isRecord(value: unknown): value is EvaluationRecord {
  const record = value as Partial<EvaluationRecord> | null;
  return (
    typeof record === "object" &&
    record !== null &&
    record.format === 1 &&
    Array.isArray(record.families) &&
    typeof record.rule === "object"
  );
}

/**
 * Everything that was asked the same questions of `split`, as rows: every k, then at the rule's k
 * controls, baselines and other models. Controls and the rest belong to the rule's split alone.
 */
export function choiceRows(
  record: EvaluationRecord,
  family: FamilyRecord,
  split: string,
): ChoiceRow[] {
  const cell = family.cells.find((item) => item.split === split);
  const n = cell?.n ?? 0;
  const shots = (cell?.by_k ?? []).flatMap((row) =>
    row === null ? [] : rowOf("shots", String(row.k), row.choice, row.form, n),
  );
  if (split !== record.rule.split) return shots;
  const beside = record.beside.flatMap((other) => {
    const theirs = other.families.find((item) => item.family === family.family);
    const at = theirs?.by_k.find((row) => row?.k === record.rule.k);
    return rowOf("beside", named(other.model), at?.choice ?? null, at?.form ?? null, other.n);
  });
  return [
    ...shots,
    ...family.controls.flatMap((item) => [
      ...rowOf("control", item.control, item.choice, item.form, n),
      ...rowOf("control", `${item.control}-towards`, item.towards_flipped ?? null, item.form, n),
    ]),
    ...family.baselines.flatMap((item) => rowOf("baseline", item.baseline, item.choice, null, n)),
    ...beside,
  ];
}

/** A model that answered in 8 bits says so: its figures are not those of the weights as they are. */
function named({ name, precision }: Beside["model"]): string {
  return precision.startsWith("int8") ? `${name}, int8` : name;
}

function rowOf(
  kind: RowKind,
  name: string,
  choice: Interval | null,
  form: Interval | null,
  n: number,
): ChoiceRow[] {
  return choice === null ? [] : [{ kind, name, choice, form, n }];
}

/** The cell that the verdict is about: the rule's split at the rule's k. */
export function ruled(record: EvaluationRecord, family: FamilyRecord): ShotsRow | undefined {
  const cell = family.cells.find((item) => item.split === record.rule.split);
  return cell?.by_k.find((row) => row?.k === record.rule.k) ?? undefined;
}

// What a house model makes of templates, words and names that it was not made for: the part
// "unseen" of its evaluation record. The twin of `evaluation/house/formats/unseen.py`.

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
  const result = record.unseen?.cells.filter(
    (cell) => cell.family === family && cell.wording !== OWN,
  );
  if (record.unseen === undefined || result === undefined || result.length === 0) return null;
  const choices = result.flatMap((cell) => cell.by_k.at(-1)?.choice?.[0] ?? []);
  const templates = new Set(result.flatMap((cell) => record.unseen?.templates[cell.wording] ?? []));
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
