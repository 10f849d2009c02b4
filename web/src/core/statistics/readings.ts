// What is read off a score: the rows of the shared axis, form and choice, what "any other" holds.

import type { Alternative, LabelScore, ScoreEvent } from "../api/events";

export type DirectId = "zero" | "one" | "few";
export type LaneId = DirectId | "reason"; // the last reasons before it answers, where it is asked for
export const LANES: readonly DirectId[] = ["zero", "one", "few"];
export const ALL_LANES: readonly LaneId[] = [...LANES, "reason"];

/** With fewer examples than these a lane is not yet what its name says. */
export const LEAST_SHOTS: Readonly<Record<LaneId, number>> = { zero: 0, one: 1, few: 2, reason: 0 };

/** A lane's score and how many examples stood in its prompt. */
export interface Scored {
  lane: LaneId;
  k: number;
  score: ScoreEvent;
}

export interface Row {
  label: string | null; // null: any other token
  values: Value[];
}

/** `spread`: lowest and highest of the samples that `p` is the mean of. */
export interface Value {
  lane: LaneId;
  k: number;
  p: number;
  spread?: [number, number];
}

/** One row a label, in the order the labels were given, and the last for any other token. */
export function rows(scored: readonly Scored[]): Row[] {
  const labels = scored.at(-1)?.score.labels ?? [];
  const named = labels.map(({ text }) => row(text, scored, (s) => probability(s, text)));
  return labels.length === 0 ? [] : [...named, row(null, scored, anyOther)];
}

function row(
  label: string | null,
  scored: readonly Scored[],
  read: (score: ScoreEvent) => number | null,
): Row {
  const values = scored.flatMap(({ lane, k, score }) => {
    const p = read(score);
    if (p === null) return [];
    const spread = spreadOf(score, label);
    return [spread === null ? { lane, k, p } : { lane, k, p, spread }];
  });
  return { label, values };
}

/** Of any other token it is what the mass on the labels leaves. */
function spreadOf(score: ScoreEvent, label: string | null): [number, number] | null {
  if (label === null) {
    const mass = score.spread?.at(-1);
    return mass === undefined ? null : [Math.max(0, 1 - mass[1]), Math.max(0, 1 - mass[0])];
  }
  const place = score.labels.findIndex((item) => item.text === label);
  return score.spread?.[place] ?? null;
}

export function probability(score: ScoreEvent, label: string): number | null {
  return find(score, label)?.p ?? null;
}

export function anyOther(score: ScoreEvent): number {
  return Math.max(0, 1 - score.mass);
}

function find(score: ScoreEvent, label: string): LabelScore | undefined {
  return score.labels.find((item) => item.text === label);
}

/** "In the asked form": the mass on all labels. "For the right one": the expected share of it. */
export function formAndChoice(
  score: ScoreEvent,
  expected: string | null,
): { form: number; choice: number | null } {
  const share = expected === null ? null : (find(score, expected)?.share ?? null);
  return { form: score.mass, choice: share };
}

export interface OtherToken extends Alternative {
  begins: string | null; // the label this token begins, where a label is longer than one token
}

/** The likeliest tokens that are no answer, and how much is left beyond them. */
export function otherTokens(
  score: ScoreEvent,
  most = 8,
): { tokens: OtherToken[]; rest: number; restTokens: number } {
  const whole = new Set(score.labels.filter((l) => l.ids.length === 1).map((l) => l.ids[0]));
  const others = score.next.alternatives.filter((a) => !whole.has(a.id));
  const free = others.map((a) => withoutLabels(a, score.labels));
  const tokens = free.sort((a, b) => b.p - a.p).slice(0, most);
  const listed = tokens.reduce((sum, token) => sum + token.p, 0);
  const vocabulary = score.next.alternatives.length + score.next.rest_tokens;
  return {
    tokens,
    rest: Math.max(0, anyOther(score) - listed),
    restTokens: vocabulary - whole.size - tokens.length,
  };
}

/** What could be said next: an answer as a whole, or a token. `holds`: the answers that it begins. */
export interface Next {
  text: string;
  p: number;
  answer: boolean;
  holds: readonly string[];
}

/**
 * The likeliest of both, first the most likely. A token's probability holds that of each answer which it
 * begins, so never both are listed: the answers where they are at least half of the token, and what is
 * left of it is nobody's; else the token, and they are within it.
 */
export function nextWords(score: ScoreEvent, most = 3): Next[] {
  const { labels, next } = score;
  const tokens = next.alternatives
    .filter(({ id }) => !labels.some(({ ids }) => ids.length === 1 && ids[0] === id))
    .map((token) => ({ ...token, begun: begunBy(token, labels) }))
    .filter(({ p, begun }) => begun.length === 0 || 2 * massOf(begun) < p)
    .map(({ text, p, begun }) => ({ text, p, answer: false, holds: begun.map((l) => l.text) }));
  const held = new Set(tokens.flatMap(({ holds }) => holds));
  const answers = labels
    .filter(({ text }) => !held.has(text))
    .map(({ text, p }) => ({ text, p, answer: true, holds: [] }));
  return [...answers, ...tokens].sort((a, b) => b.p - a.p).slice(0, most);
}

function begunBy(token: Alternative, labels: readonly LabelScore[]): LabelScore[] {
  return labels.filter(({ ids }) => ids.length > 1 && ids[0] === token.id);
}

function massOf(labels: readonly LabelScore[]): number {
  return labels.reduce((sum, { p }) => sum + p, 0);
}

function withoutLabels(token: Alternative, labels: readonly LabelScore[]): OtherToken {
  const begun = begunBy(token, labels);
  const taken = massOf(begun);
  return { ...token, p: Math.max(0, token.p - taken), begins: begun[0]?.text ?? null };
}

export type Step = number | "R"; // a lane as its mark writes it

export function stepOf({ lane, k }: { lane: LaneId; k: number }): Step {
  return lane === "reason" ? "R" : k;
}

/** Changes of every lane pair in probability, for the table: 0 to 1, 0 to k, 1 to k. */
export function changes(row: Row): { from: Step; to: Step; by: number }[] {
  const pairs: { from: Step; to: Step; by: number }[] = [];
  row.values.forEach((a, i) => {
    row.values.slice(i + 1).forEach((b) => {
      pairs.push({ from: stepOf(a), to: stepOf(b), by: b.p - a.p });
    });
  });
  return pairs;
}

// A guess before the marks are seen: which answer the model makes likeliest.

/** An answer's text, or null for any other token. */
export type Answer = string | null;

/** The row whose mark stands furthest right; of equal ones the first. */
export function likeliest(score: ScoreEvent): Answer {
  const best = score.labels.reduce<{ text: Answer; p: number }>(
    (most, label) => (label.p > most.p ? label : most),
    { text: null, p: anyOther(score) },
  );
  return best.text;
}
