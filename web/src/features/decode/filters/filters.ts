// The filters of decoding as places on a drawing: side by side where there is room, with one row a
// token through all of them, else one below the other.

import {
  type FilterName,
  type Filters,
  type FilterSetting,
  type Forbidden,
} from "../../../core/decoding/filters";
import { FILTER_ROWS, FILTERS, type Narrowed } from "../../../core/decoding/filters";
import type { Distribution, Penalised } from "../../../core/decoding/distribution";
import { nats, percentDigits } from "../../../core/text/numbers";
import { type Cell, figure, type Table } from "../../../core/text/table";
import type { Vocabulary } from "../../../core/text/tokens";
import type { Words } from "../../../words";
import type { DrawSettings } from "../../../core/address/decode";

export type PanelName = "logits" | "adjusted" | FilterName | "draw";

const ALWAYS = new Set<FilterName>(["top_k", "top_p"]);

/** Which panels stand there: those of penalties and of the other filters only where they act. */
export function panelNames(penalised: boolean, settings: Partial<Filters> = {}): PanelName[] {
  const filters = FILTER_ROWS.filter(({ name, off }) => {
    return ALWAYS.has(name) || (settings[name] ?? off) !== off;
  }).map(({ name }) => name);
  const before = penalised ? (["logits", "adjusted"] as const) : (["logits"] as const);
  return [...before, "softmax", ...filters, "draw"];
}

export interface Panel {
  name: PanelName;
  x: number;
  y: number;
  width: number;
  names: number; // room for the tokens' names at the left; 0 where they stand already
  bar: number; // the width of a bar for all of the mass
  rows: number; // y of the first row
}

export interface FilterChart {
  width: number;
  height: number;
  wide: boolean;
  shown: number; // rows of tokens
  letters: number; // of a name that fit
  panels: Panel[];
}

export const ROW = 26;
export const REST = 40; // the height of the row for all others
export const HEAD = 60;
const NARROWEST = 100; // a panel with its bars and numbers
const NARROW = 560; // below it a phone has but two panels side by side
const NAMES = 112; // the tokens' names
const GAP = 16; // between panels
const BETWEEN = 28; // between panels that stand below each other
const FIGURE = 48; // room for a number behind a bar
const LETTER = 8.5; // of the monospace at 14 px

/** Side by side where there is room; on a phone what is left and the draw alone, unless the `whole`
 * way is asked for; else one below the other. */
export function filterChart(width: number, names = panelNames(false), whole = false): FilterChart {
  if (width >= NAMES + names.length * (GAP + NARROWEST)) return sideBySide(width, names, 12);
  if (whole || width >= NARROW) return stacked(width, names);
  return sideBySide(width, names.slice(-2), 6);
}

function sideBySide(width: number, of: PanelName[], shown: number): FilterChart {
  const names = width < NARROW ? 96 : NAMES;
  const column = (width - names - of.length * GAP) / of.length;
  const panels = of.map((name, i) => {
    const x = names + GAP + i * (column + GAP);
    return { name, x, y: 0, width: column, names: 0, bar: column - FIGURE, rows: HEAD };
  });
  const height = HEAD + shown * ROW + REST;
  return { width, height, wide: true, shown, letters: lettersIn(names), panels };
}

function stacked(width: number, of: PanelName[]): FilterChart {
  const shown = width < 560 ? 8 : 12;
  const names = Math.min(NAMES, Math.max(96, width * 0.3));
  const height = HEAD + shown * ROW + REST;
  const panels = of.map((name, i) => {
    const y = i * (height + BETWEEN);
    const bar = width - names - FIGURE - 8;
    return { name, x: 0, y, width, names: names + 8, bar, rows: y + HEAD };
  });
  const total = panels.length * (height + BETWEEN) - BETWEEN;
  return { width, height: total, wide: false, shown, letters: lettersIn(names), panels };
}

function lettersIn(width: number): number {
  return Math.floor(width / LETTER);
}

const NATS = 10; // behind the best logit, where a bar ends

/** A logit's bar by its distance from the best one, which has the whole of it. */
export function logitShare(logit: number, best: number): number {
  return Math.min(1, Math.max(0, 1 - (best - logit) / NATS));
}

// What the drawing of the filters shows: the likeliest tokens row by row, the rest as one row.

/** The random number of one sample, and the place in the order that it falls on. */
export interface Draw {
  sample: number;
  u: number;
  place: number;
}

/** A distribution on its way through the filters, and what was drawn from what they leave. */
export interface FilterScene {
  shown: Distribution;
  penalised: Penalised; // after the penalties: what the filters start from
  left: Narrowed;
  settings: DrawSettings;
  draws: readonly Draw[]; // none at temperature 0
  sample: number; // the chosen one of the draws
  chosen: number; // the place of the token that is chosen
  counts: Uint16Array | null; // how often each place was drawn, where many draws are shown
  many: number; // how many draws those are
  step: number; // which of a sample's tokens this is, from 0
  words: Vocabulary;
}

export interface FilterCell {
  p: number;
  before: number; // at the filter before: what a removed token had
  removed: FilterSetting | "form" | null; // which filter removed the token, or the answer's form
}

export interface FilterRow {
  place: number; // in the order; Infinity for a token that the form of the answer forbids
  id: number;
  cells: Record<FilterName, FilterCell>;
}

export interface Rest {
  tokens: Record<FilterName, number>; // left, but not in a row of their own
  p: Record<FilterName, number>;
}

/** The first `shown` tokens; one drawn from beyond them takes the last row. Of tokens that the form
 * of the answer forbids, those that are named stand where they would; `own`: the model's own p. */
export function filterRows(
  left: Narrowed,
  shown: number,
  chosen: number,
  forbidden: readonly Forbidden[] = [],
  own: (id: number) => number = () => 0,
): FilterRow[] {
  const most = shown - forbidden.length;
  const places = [...Array(Math.min(most, left.order.length)).keys()];
  if (chosen >= places.length) places.splice(-1, 1, chosen);
  const rows = allowedRows(left, places);
  for (const { id, place } of forbidden) {
    const at = rows.findIndex((row) => row.place !== Infinity && row.place >= place);
    rows.splice(at < 0 ? rows.length : at, 0, forbiddenRow(id, own(id)));
  }
  return rows;
}

function forbiddenRow(id: number, p: number): FilterRow {
  const cell = (filter: FilterName): FilterCell => {
    return { p: 0, before: filter === "softmax" ? p : 0, removed: "form" };
  };
  return { place: Infinity, id, cells: record(cell) };
}

function allowedRows(left: Narrowed, places: readonly number[]): FilterRow[] {
  return places.map((place) => ({
    place,
    id: left.order[place] ?? 0,
    cells: record((filter) => ({
      p: left.p(filter, place),
      before: left.p(before(filter), place),
      removed: removed(left, filter, place),
    })),
  }));
}

export function restOf(left: Narrowed, all: readonly FilterRow[]): Rest {
  const rows = all.filter((row) => row.place !== Infinity);
  return {
    tokens: record((filter) => {
      return left.counts[filter] - rows.filter((row) => row.place < left.counts[filter]).length;
    }),
    p: record((filter) => {
      // From the tail, not from 1 minus the rows: a rest of 1e-9 stays what it is.
      const last = rows.filter((row, i) => row.place === i).length;
      const beyond = rows.filter((row) => row.place >= last);
      const named = beyond.reduce((sum, row) => sum + left.p(filter, row.place), 0);
      return Math.max(0, left.tail(filter, last) - named);
    }),
  };
}

function removed({ counts }: Narrowed, filter: FilterName, place: number): FilterSetting | null {
  if (place < counts[filter] || place >= counts.softmax) return null;
  return FILTER_ROWS.find(({ name }) => place >= counts[name])?.name ?? null;
}

/** The filter whose tokens this one gets. */
function before(filter: FilterName): FilterName {
  return FILTERS[FILTERS.indexOf(filter) - 1] ?? filter;
}

function record<T>(of: (filter: FilterName) => T): Record<FilterName, T> {
  const made = FILTERS.map((filter) => [filter, of(filter)]);
  return Object.fromEntries(made) as Record<FilterName, T>;
}

// The filters as a table: a row a token, and one for all others; then what each filter leaves.

type Said = Words["decode"]["filters"];

export function filtersTable(
  distribution: Distribution,
  left: Narrowed,
  rows: readonly FilterRow[],
  draws: readonly { sample: number; place: number }[],
  words: Vocabulary,
  t: Said,
): Table {
  const rest = restOf(left, rows);
  const percents = (p: number): Cell => figure(100 * p, percentDigits(p));
  const blank = figure(null, "");
  const line = (row: FilterRow): Cell[] => {
    const logit = distribution.logits[row.id] ?? 0;
    const fell = draws.filter((draw) => draw.place === row.place).map((draw) => draw.sample);
    return [
      words.shown(row.id),
      row.place === Infinity ? blank : figure(row.place + 1, String(row.place + 1)),
      figure(logit, nats(logit)),
      ...FILTERS.map((filter): Cell => {
        const cell = row.cells[filter];
        if (cell.removed) return { value: 0, text: t.removed[cell.removed] };
        return percents(cell.p);
      }),
      fell.join(", "),
    ];
  };
  const sums = (name: string, cell: (filter: (typeof FILTERS)[number]) => Cell): Cell[] => [
    name,
    blank,
    blank,
    ...FILTERS.map(cell),
    "",
  ];
  const whole = (n: number) => figure(n, String(n));
  return {
    caption: t.caption,
    columns: [
      t.column.token,
      t.column.rank,
      t.column.logit,
      ...FILTERS.map((filter) => filter.replace("_", "-")),
      t.column.samples,
    ],
    rows: [
      ...rows.map(line),
      sums(t.others, (filter) => percents(rest.p[filter])),
      sums(t.column.tokens, (filter) => whole(left.counts[filter])),
      sums(t.column.mass, (filter) => percents(left.mass(filter))),
      sums(t.column.ofTopK, (filter) =>
        filter === "top_p" ? percents(left.mass("top_p") / left.mass("top_k")) : blank,
      ),
      sums(t.column.entropy, (filter) => figure(left.entropy(filter), nats(left.entropy(filter)))),
      sums(t.column.perplexity, (filter) => {
        const perplexity = Math.exp(left.entropy(filter));
        return figure(perplexity, perplexity.toFixed(1));
      }),
    ],
  };
}
