import { describe, expect, it } from "vitest";
import type { ScoreEvent } from "../api/events";
import { nextWords } from "../statistics/readings";
import { mulberry, scoreOf } from "../testing";
import { contents, partOf, wordBeside } from "./contents";

type Token = [id: number, text: string, p: number];
type Label = [text: string, ids: number[], p: number];

function scored(labels: readonly Label[], tokens: readonly Token[]): ScoreEvent {
  const score = scoreOf(Object.fromEntries(labels.map(([text, , p]) => [text, p])));
  return {
    ...score,
    labels: score.labels.map((label, i) => ({ ...label, ids: labels[i]?.[1] ?? [] })),
    next: { ...score.next, alternatives: tokens.map(([id, text, p]) => ({ id, text, p })) },
  };
}

// What SmolLM2-135M-Instruct says of `sheep ->` after dog, cat and duck, and after dog alone.
const ANSWERS: [string, number[]][] = [
  [" meow", [549, 323]],
  [" quack", [613, 580]],
  [" bark", [13113]],
];
const withP = (ps: number[]) => ANSWERS.map(([text, ids], i): Label => [text, ids, ps[i] ?? 0]);
const sheep = scored(withP([0.0317, 0.0083, 0.0011]), [
  [549, " me", 0.0809],
  [303, " l", 0.0705],
  [1041, " she", 0.0278],
  [11108, " sheep", 0.0171],
]);
const alone = scored(withP([0.00001, 0.0003, 0.0008]), [
  [11108, " sheep", 0.3227],
  [1041, " she", 0.0662],
]);

function poured(score: ScoreEvent, expected: boolean): [string, number][] {
  const labels = score.labels.map(({ text }) => text);
  const word = wordBeside(score, expected);
  return contents(labels, word, expected).map((text) => [text, partOf(score, text).p]);
}

describe("what a glass holds", () => {
  it("is a token whole, and never an answer beside it that the token begins", () => {
    expect(poured(sheep, false)).toEqual([
      [" me", 0.0809],
      [" quack", 0.0083],
      [" bark", 0.0011],
    ]);
  });
  it("is the answer alone where it is at least half of the token that begins it", () => {
    const mostly = scored(withP([0.06, 0.01, 0.01]), [[549, " me", 0.1]]);
    expect(poured(mostly, false)[0]).toEqual([" meow", 0.06]);
    expect(nextWords(mostly).map(({ text }) => text)).not.toContain(" me");
  });
  it("is all answers where one is expected, and behind them a likelier word that is none", () => {
    expect(poured(alone, true).map(([text]) => text)).toEqual([
      ...[" meow", " quack", " bark", " sheep"],
    ]);
    expect(poured(alone, true)[3]).toEqual([" sheep", 0.3227]);
    expect(poured(sheep, true)).toHaveLength(3); // `me` holds an answer that is in the glass
    expect(poured(alone, false)[0]).toEqual([" sheep", 0.3227]);
  });
  it("is under the least that is listed, where a word is not", () => {
    expect(partOf(alone, " me")).toEqual({ p: 0, below: 0.0662 });
  });
  it("never is the same event twice, nor more than one, and is what the score says", () => {
    const random = mulberry(51);
    for (let run = 0; run < 100; run += 1) {
      const score = anyScore(random);
      for (const expected of [true, false]) {
        const parts = poured(score, expected);
        const paths = parts.map(([text]) => pathOf(score, text));
        paths.forEach((path, i) =>
          paths.forEach((other, j) => {
            if (i !== j) expect(other.slice(0, path.length)).not.toEqual(path);
          }),
        );
        expect(parts.reduce((sum, [, p]) => sum + p, 0)).toBeLessThanOrEqual(1 + 1e-9);
        for (const [text, p] of parts) expect(p).toBe(scoreOfText(score, text));
      }
    }
  });
});

/** Six tokens that share all probability, and answers of one token or of two. */
function anyScore(random: () => number): ScoreEvent {
  const weights = Array.from({ length: 6 }, () => random() ** 3);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const tokens = weights.map((weight, id): Token => [id, ` t${id}`, weight / all]);
  const labels = tokens.slice(0, 4).flatMap(([id, text, p], i): Label[] => {
    if (i === 0) return [[text, [id], p]];
    const share = random();
    const first: Label = [`${text}a`, [id, 10], p * share];
    return random() < 0.5 ? [first] : [first, [`${text}b`, [id, 11], p * (1 - share) * random()]];
  });
  const listed = tokens.sort((a, b) => b[2] - a[2]).slice(0, 5);
  return scored(labels, listed);
}

function pathOf(score: ScoreEvent, text: string): number[] {
  const label = score.labels.find((item) => item.text === text);
  const token = score.next.alternatives.find((item) => item.text === text);
  return label?.ids ?? [token?.id ?? -1];
}

function scoreOfText({ labels, next }: ScoreEvent, text: string): number | undefined {
  return [...labels, ...next.alternatives].find((item) => item.text === text)?.p;
}
