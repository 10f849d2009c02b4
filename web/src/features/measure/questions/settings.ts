// What a plan's parameters are, apart from its question: each has a default that its question sets.

import { readHead, type Head } from "../../../core/address/inside";

export interface Settings {
  k: readonly number[];
  draws: number;
  orders: number;
  questions: number; // asked at most
  pool: number | null; // of a visitor's rows, so many are the examples; null: as many as are needed
  seed: number;
  difference: number; // the smallest share of right answers that matters
  free: readonly string[] | null; // content-free inputs; null: where all questions share their answers
  formats: readonly string[]; // templates beside those that mean the same
  heads: readonly Head[]; // switched off while the model is asked
}

export type Field = keyof Settings;

export const BOUNDS = {
  k: [0, 64],
  draws: [1, 64],
  orders: [1, 120],
  questions: [1, 1000],
  pool: [2, 999],
  seed: [0, 2 ** 53 - 1],
  difference: [0.01, 1],
} as const;

export const COMMON: Settings = {
  k: [4],
  draws: 1,
  orders: 1,
  questions: 100,
  pool: null,
  seed: 0,
  difference: 0.1,
  free: null,
  formats: [],
  heads: [],
};

export const MOST_HEADS = 32; // that are named in a link

/** Whole numbers parted by commas or spaces, ascending, each once; null where one is out of bounds. */
export function numbersOf(text: string): number[] | null {
  const words = text.split(/[\s,，、]+/).filter((word) => word !== "");
  const numbers = [...new Set(words.map(Number))].sort((a, b) => a - b);
  const [low, high] = BOUNDS.k;
  const fits = numbers.every((k) => Number.isInteger(k) && k >= low && k <= high);
  return numbers.length > 0 && numbers.length <= 16 && fits ? numbers : null;
}

/** Heads parted by commas or spaces, such as "17.5, 3.0"; null where one is none, or named twice. */
export function headsOf(text: string): Head[] | null {
  const words = text.split(/[\s,，、_]+/).filter((word) => word !== "");
  if (words.length > MOST_HEADS || new Set(words).size < words.length) return null;
  try {
    return words.map(readHead);
  } catch {
    return null;
  }
}

/** One number as typed; null where it is out of its bounds. */
export function numberOf(field: keyof typeof BOUNDS, text: string): number | null {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const [low, high] = BOUNDS[field];
  const whole = field === "difference" || Number.isInteger(value);
  return whole && value >= low && value <= high ? value : null;
}
