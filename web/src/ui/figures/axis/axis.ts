// The shared 0-100 axis as pixels: a pure function from rows to marks, the same for every theme.

import type { LaneId, Row } from "../../../core/statistics/readings";
import { quarters, shares, type Tick } from "../../plot/scale";

export interface AxisMark {
  lane: LaneId;
  k: number;
  p: number;
  x: number;
  y: number;
  spread: { from: number; to: number } | null; // of the samples that the mark is the mean of
}

/** One model's marks of an answer. */
export interface AxisLine {
  middle: number; // where the line runs
  text: number; // the baseline of its name and figures
  marks: AxisMark[];
  line: { from: number; to: number } | null; // from the fewest examples to the most
}

export interface AxisRow extends AxisLine {
  label: string | null;
  top: number;
  second: AxisLine | null; // the second model's, below the first one's
}

export interface Axis {
  width: number;
  height: number;
  left: number;
  right: number;
  stacked: boolean; // narrow: names stand above their lines
  reach: number; // how far a reference mark reaches from the line
  ticks: Tick[];
  top: number; // of the grid lines
  tick: number; // where the sign of the expected answer stands
  letters: number; // of a name that fit
  columns: { lane: LaneId; x: number }[];
  rows: AxisRow[];
}

const MARK = 16; // a mark's diameter
const STEP = 13; // how far marks that would hide each other move apart
const ROOM = 48; // the height of a row whose name stands beside its line
const CLOSE = 10; // the same where rows are low
const SECOND = { wide: 46, stacked: 56 }; // the height of the second model's line
const MORE = 12; // the room that a fourth mark in a row needs
const BESIDE = 176; // room beside a stacked name, for the figure and its change
const LETTER = 9.7; // the width of one letter of a name
const SIGN = 24; // room for the sign of the expected answer
const GAP = 20; // between a name and the axis
const MOST_NAME = 0.36; // of the width that names may take
const COLUMN = 60; // room for one column of figures
const NARROW = 620;
const HEADER = 32;

/**
 * Lays `rows` out in `width` pixels; `lanes` give the order of the columns of figures, `longest`
 * is the number of letters of the longest name. `second`: the rows of a second model, in the same
 * order, each on a line below the first one's.
 */
export function axis(
  rows: readonly Row[],
  lanes: readonly LaneId[],
  width: number,
  longest: number,
  second: readonly Row[] | null = null,
): Axis {
  const stacked = width < NARROW;
  const name = Math.min(longest * LETTER, width * MOST_NAME);
  const left = stacked ? MARK / 2 + 2 : SIGN + name + GAP;
  const right = stacked ? width - MARK / 2 - 2 : width - lanes.length * COLUMN - MARK;
  const more = Math.max(0, lanes.length - 3) * MORE;
  const own = (stacked ? 56 : ROOM) + more;
  const below = second === null ? 0 : (stacked ? SECOND.stacked : SECOND.wide) + more;
  const rowHeight = own + below;
  const x = shares(left, right);
  return {
    width,
    height: HEADER + rows.length * rowHeight,
    left,
    right,
    stacked,
    reach: stacked ? 14 : 21,
    top: HEADER - 8,
    tick: stacked ? left : 2,
    letters: Math.floor((stacked ? width - BESIDE : name) / LETTER),
    ticks: quarters(x),
    columns: lanes.map((lane, i) => ({ lane, x: width - 4 - (lanes.length - 1 - i) * COLUMN })),
    rows: rows.map((row, i) => {
      const top = HEADER + i * rowHeight;
      const other = second?.[i];
      return {
        ...{ label: row.label, top, ...layLine(row, top, own, stacked, x) },
        second: other === undefined ? null : layLine(other, top + own, below, stacked, x),
      };
    }),
  };
}

function layLine(
  row: Row,
  top: number,
  height: number,
  stacked: boolean,
  x: (p: number) => number,
): AxisLine {
  const middle = top + height / 2 + (stacked ? 8 : 0);
  const placed = row.values.map(({ lane, k, p, spread }) => ({
    ...{ lane, k, p, x: x(p) },
    spread: spread === undefined ? null : { from: x(spread[0]), to: x(spread[1]) },
  }));
  const offsets = apart(
    placed.map((mark) => mark.x),
    stacked ? CLOSE : STEP,
  );
  const marks = placed.map((mark, i) => ({ ...mark, y: middle + (offsets[i] ?? 0) }));
  const direct = marks.filter((mark) => mark.lane !== "reason");
  const [from, to] = [direct[0]?.x, direct.at(-1)?.x];
  return {
    middle,
    text: stacked ? top + 14 : middle + 5,
    marks,
    line: from === undefined || to === undefined || direct.length < 2 ? null : { from, to },
  };
}

/** Vertical offsets: marks that touch form a stack in their order, centred on the line. */
export function apart(xs: readonly number[], step = STEP): number[] {
  const order = xs.map((_, i) => i).sort((a, b) => (xs[a] ?? 0) - (xs[b] ?? 0));
  const offsets = new Array<number>(xs.length).fill(0);
  let group: number[] = [];
  const close = () => {
    const members = [...group].sort((a, b) => a - b);
    members.forEach((member, i) => {
      offsets[member] = (i - (members.length - 1) / 2) * step;
    });
    group = [];
  };
  for (const i of order) {
    const last = group.at(-1);
    if (last !== undefined && (xs[i] ?? 0) - (xs[last] ?? 0) >= MARK) close();
    group.push(i);
  }
  close();
  return offsets;
}
