// A glass is one prompt: how full it is, is how likely any of the answers is; what is in it, is which.
// Straight walls, so that no area lies. Here are its shapes in pixels, and what is poured in.

import { MOST_COLORS } from "../../../core/answers/colors";

/** What one prompt's glass holds. */
export interface Glass {
  k: number; // examples before the question
  parts: readonly number[] | null; // probability by answer, in the answers' order; null: not known
  coming?: boolean; // its numbers are being computed
  stale?: boolean; // edited since they were
  below?: number; // the probability of the lead is under this, and not known better
}

/** Glasses side by side, and what is written at them. */
export interface Glasses {
  glasses: readonly Glass[];
  lead: number | null; // the answer at the foot, by its place
  of?: "lead" | "all"; // whose probability is written above: all answers' where there is no lead
  written: (p: number) => string; // `66`, `2.1`, `< 0.1`
  named: (k: number) => string; // `no example`, `4 examples`
  placed?: (k: number) => string; // below every glass, in place of its number of examples
  k?: number | null; // of the selected glass
  colors?: readonly number[]; // the answers by their colors; in their own order where there is none
  words?: readonly (string | null)[] | null; // the likeliest next word of each
  wordsName?: string; // what they are called
  isLead?: (word: string) => boolean; // whether a word is the answer that lies at the foot
  poured?: number; // so many glasses from the left hold what they hold, the others are empty yet
}

/** An answer's part of a glass, heights as shares of the glass from its foot. */
export interface Layer {
  answer: number; // its place among the answers, which is its color and letter
  from: number;
  to: number;
}

const CLEAR = 0.0005; // of the glass; a thinner part cannot be seen

/** The color of an answer by its place; those beyond the colors share one. */
export function answerColor(answer: number): string {
  return answer < MOST_COLORS ? `var(--answer-${answer + 1})` : "var(--edge)";
}

/** The letter of an answer by its place, beside its color; a sum of several has a sign. */
export function answerLetter(answer: number): string {
  return answer < MOST_COLORS ? String.fromCharCode(65 + answer) : "+";
}

/** The parts of a glass from its foot: the lead answer first, the others in their order. */
export function layers(parts: readonly number[], lead: number | null): Layer[] {
  const order = [...parts.keys()].filter((i) => i !== lead);
  let level = 0;
  return (lead === null ? order : [lead, ...order]).map((answer) => {
    const from = level;
    level = Math.min(1, level + Math.max(0, parts[answer] ?? 0));
    return { answer, from, to: level };
  });
}

/** How full the glass is. */
export function level(parts: readonly number[]): number {
  return Math.min(
    1,
    parts.reduce((sum, p) => sum + p, 0),
  );
}

const SEVERAL = 0.02; // of the glass, that a further part is seen at a glance
const LINE = 0.004; // that one is seen where the answer's own is thinner: a pixel
export const LETTERED = 20; // pixels of a part that has room for its letter
const FIGURED = 26; // and for its figure

const THIN = "\u202f";

/** What is written at a glass: a probability, and whether it stands within the part that it is of. */
export interface GlassFigure {
  p: number;
  text: string; // with the answer's letter where more than the answer is in the glass
  within: boolean; // else above all that is in the glass
}

/** The figure of the lead, or of all answers where there is none; null where nothing is known. */
export function figureOf(
  { parts, below, stale }: Glass,
  lead: number | null,
  letter: string,
  height: number, // pixels of 100 %
  written: (p: number) => string,
): GlassFigure | null {
  if (parts === null || parts.length === 0) return null;
  const p = lead === null ? level(parts) : (parts[lead] ?? 0);
  const digits = below === undefined ? written(p) : `<${THIN}${written(below)}`;
  const others = level(parts) - p;
  if (others < SEVERAL && (others < LINE || others <= p)) return { p, text: digits, within: false };
  const pale = stale === true; // too much to be written on
  return { p, text: `${letter}\u00a0${digits}`, within: !pale && p * height >= FIGURED };
}

/** Whether more than one part of a glass is seen at a glance. */
export function isMixed(all: readonly Layer[]): boolean {
  return seen(all, SEVERAL).length > 1;
}

/** The layers that are thick enough to be seen. */
export function seen(all: readonly Layer[], least = CLEAR): Layer[] {
  return all.filter(({ from, to }) => to - from >= least);
}

/** The parts by color, and one more for the sum of all other answers where there are any. */
export function gathered(parts: readonly number[], colors: readonly number[]): number[] {
  const own = colors.map((answer) => parts[answer] ?? 0);
  const others = parts.filter((_, answer) => !colors.includes(answer));
  return others.length === 0 ? own : [...own, others.reduce((sum, p) => sum + p, 0)];
}

/** The inside of a glass whose top left is 0, 0: round at the foot. */
export function inside(width: number, height: number): string {
  const r = Math.min(7, width / 4);
  const [left, right] = [2, width - 2];
  return (
    `M${left} 0V${height - r}Q${left} ${height} ${left + r} ${height}` +
    `H${right - r}Q${right} ${height} ${right} ${height - r}V0Z`
  );
}

const RIM = 6; // the walls stand above 100 %
export const FOOT = 6; // and reach below 0 %

/** Its walls. */
export function walls(width: number, height: number): string {
  const r = Math.min(10, width / 3);
  const base = height + FOOT;
  return (
    `M0 ${-RIM}V${base - r}Q0 ${base} ${r} ${base}` +
    `H${width - r}Q${width} ${base} ${width} ${base - r}V${-RIM}`
  );
}

/** A row of glasses in its place. */
export interface Row {
  left: number; // of the first column
  pitch: number; // from a glass to the next
  glass: number; // a glass's width
  top: number; // 100 %
  foot: number; // 0 %
  height: number; // of the whole drawing
  narrow: boolean;
}

const NARROW = 560;
const WIDEST = 56;
const HEADER = { wide: 44, narrow: 34 }; // above 100 %, for the number of a full glass
const SCALE = { wide: 56, narrow: 30 }; // for the numbers of the axis
const NAMES = { wide: 66, narrow: 36 }; // below the foot
const WORDS = { wide: 66, narrow: 48 }; // the likeliest words below that

/** `count` glasses, `tall` pixels each, in `width` pixels; `words`: with the likeliest word below each. */
export function row(width: number, count: number, tall: number, words: boolean): Row {
  const narrow = width < NARROW;
  const size = narrow ? "narrow" : "wide";
  const [left, top] = [SCALE[size], HEADER[size]];
  const pitch = (width - left) / Math.max(1, count);
  return {
    ...{ left, pitch, narrow, top, foot: top + tall },
    glass: Math.min(WIDEST, pitch * (narrow ? 0.74 : 0.7)),
    height: top + tall + NAMES[size] + (words ? WORDS[size] : 0),
  };
}

/** The middle of the i-th glass. */
export function middle({ left, pitch }: Pick<Row, "left" | "pitch">, i: number): number {
  return left + (i + 0.5) * pitch;
}

/** The glass under a pointer at `x`. */
export function under({ left, pitch }: Row, x: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((x - left) / pitch)));
}

/** The likeliest words, each once as far as it reaches; nothing where none is known. */
export function stretches(words: readonly (string | null)[]) {
  const all: { word: string; from: number; to: number }[] = [];
  words.forEach((word, i) => {
    const last = all.at(-1);
    if (word !== null && last?.word === word && last.to === i - 1) last.to = i;
    else if (word !== null) all.push({ word, from: i, to: i });
  });
  return all;
}

const STEPS = [1, 2, 4, 5, 8, 10, 16, 20, 32, 50, 64, 100];

/** How many examples have a glass: all numbers to `most` where they have room, else some of them and `k`. */
export function counts(most: number, k: number, room: number): number[] {
  const all = [...Array(most + 1).keys()];
  const step = STEPS.find((size) => most / size + 2 <= room) ?? most;
  if (all.length <= room) return all;
  return all.filter((n) => n % step === 0 || n === most || n === k);
}
