// What the examples did, decided from two scores; `words` turns the verdict into a sentence.

import type { ScoreEvent } from "../../../core/api/events";
import { partOf } from "../../../core/answers/contents";
import type { NextWord } from "../../../core/answers/written";
import { anyOther, probability } from "../../../core/statistics/readings";

const POINT = 0.01;
const SAME_CHOICE = 0.05; // shares that differ by less than five points are one choice

/** A probability before and now. */
export interface Way {
  from: number;
  to: number;
}

/** Of a probability without examples and with them. */
interface ByExamples extends Way {
  k: number;
}

export type Effect =
  | { kind: "no-examples"; there: boolean; label: string | null; p: number } // there: to be shown
  | { kind: "no-answers" }
  | { kind: "nothing"; k: number }
  | ({ kind: "goes"; label: string } & ByExamples) // the expected answer, else the one that moved most
  // No answer moved, and this word did; `under`: from less than that.
  | ({ kind: "word"; word: string; under: boolean; missed: Missed | null } & ByExamples)
  | ({ kind: "together"; same: boolean } & ByExamples); // all answers; same: the choice among them stayed

/** The expected answer, beside a word that is likelier. */
export interface Missed {
  label: string;
  p: number;
}

/** The likeliest next word with `k` examples: what is spoken of where no answer is expected. */
export interface Likeliest {
  k: number;
  word: string;
  p: number;
}

/** The likeliest next word, where that is not the expected answer. */
export interface Beside {
  word: string;
  p: number;
  answer: boolean; // one of the answers, of which it then leads
  missed: string | null; // the expected answer; null where the word cannot be held against it
}

/**
 * The likeliest next word beside the `expected` answer, which people read as `name`. A blank that the
 * answer begins with is no other word; and that a token is no beginning of a whole sentence is no miss,
 * since the same can be said in other words.
 */
export function likelier(next: NextWord, expected: string, name: string): Beside | null {
  const { text, word, p, answer, begins, holds } = next;
  if (answer === expected || (text.trim() === "" && expected.startsWith(text))) return null;
  const begun = begins === name || holds.includes(expected);
  const other = answer === null && isSentence(name);
  return { word, p, answer: answer !== null, missed: begun || other ? null : name };
}

function isSentence(answer: string): boolean {
  return /\s|[。！？.!?]$/u.test(answer.trim());
}

/** `expected` is null where no answer is expected. */
export function effect(
  zero: ScoreEvent,
  few: ScoreEvent,
  k: number,
  expected: string | null,
  there = true,
): Effect {
  if (k === 0) {
    const p = expected === null ? null : probability(zero, expected);
    return { kind: "no-examples", there, label: p === null ? null : expected, p: p ?? 0 };
  }
  const ways = few.labels.map(({ text, p }) => ({
    ...{ label: text, from: probability(zero, text) ?? 0, to: p },
  }));
  const most = ways.reduce<(typeof ways)[number] | null>(largest, null);
  const subject = ways.find(({ label }) => label === expected) ?? most;
  if (most === null || subject === null) return { kind: "no-answers" };
  const all = { k, from: 1 - anyOther(zero), to: 1 - anyOther(few) };
  const moved = by(all) >= POINT;
  if (by(most) < POINT && !moved) return { kind: "nothing", k };
  if (by(most) < POINT) return { kind: "together", same: false, ...all };
  if (moved && sameChoice(zero, few)) return { kind: "together", same: true, ...all };
  return { kind: "goes", k, ...subject };
}

/** Where no answer moved: the likeliest word, where that is what the examples moved, else null. */
export function wordEffect(
  { text, word, p, answer }: NextWord,
  zero: ScoreEvent,
  k: number,
  missed: Missed | null,
): Effect | null {
  const { p: before, below } = partOf(zero, text);
  const way = { from: below ?? before, to: p };
  if (answer !== null || way.to - way.from < POINT) return null;
  return { kind: "word", k, word, under: below !== undefined, missed, ...way };
}

function by({ from, to }: Pick<Way, "from" | "to">): number {
  return Math.abs(to - from);
}

function largest<T extends Pick<Way, "from" | "to">>(best: T | null, next: T): T {
  return best === null || by(next) > by(best) ? next : best;
}

function sameChoice(zero: ScoreEvent, few: ScoreEvent): boolean {
  if (leader(zero) !== leader(few)) return false;
  return few.labels.every(({ text, share }) => {
    const earlier = zero.labels.find((item) => item.text === text)?.share;
    return earlier !== undefined && Math.abs(share - earlier) < SAME_CHOICE;
  });
}

function leader({ labels }: ScoreEvent): string | null {
  return (
    labels.reduce<(typeof labels)[number] | null>(
      (best, next) => (best === null || next.p > best.p ? next : best),
      null,
    )?.text ?? null
  );
}
