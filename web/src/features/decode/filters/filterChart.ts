// The filters of decoding as places on a drawing: side by side where there is room, with one row a
// token through all of them, else one below the other.

import { type FilterName, FILTER_ROWS, type Filters } from "../../../core/decoding/narrowing";

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
export const HEAD = 104;
const WIDE = 940;
const NARROWEST = 132; // a panel with its bars and numbers
const NAMES = 128; // the tokens' names
const GAP = 24; // between panels
const BETWEEN = 28; // between panels that stand below each other
const FIGURE = 52; // room for a number behind a bar
const LETTER = 7.9; // of the monospace at 13 px

export function filterChart(width: number, names = panelNames(false)): FilterChart {
  const needed = NAMES + names.length * (GAP + NARROWEST);
  return width >= Math.max(WIDE, needed) ? sideBySide(width, names) : stacked(width, names);
}

function sideBySide(width: number, of: PanelName[]): FilterChart {
  const [shown, names] = [12, NAMES];
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

/** A logit's bar: the whole vocabulary's lowest is nothing, its highest is full. */
export function logitShare(logit: number, [highest, lowest]: readonly [number, number]): number {
  return highest === lowest ? 1 : (logit - lowest) / (highest - lowest);
}
