import { describe, expect, it } from "vitest";
import type { TokenEvent } from "../../../core/api/events";
import { EXACT } from "../../../core/models/precision";
import { DEFAULTS } from "../address";
import {
  before,
  edited,
  forked,
  inputOf,
  meanSurprisal,
  textOf,
  whole,
  type Part,
  type Source,
} from "./parts";

const source = (prompt: string): Source => ({
  ...{ of: { model: "toy" }, prompt },
  ...{ settings: DEFAULTS, numbers: EXACT },
});

function token(id: number, text: string, p: number): TokenEvent {
  const alternatives = [
    { id: 90, text: " cat", p: 0.5 },
    { id: 91, text: " dog", p: 0.25 },
  ];
  return {
    ...{ type: "token", lane: "", sample: 0, index: 0, id, piece: text, text },
    ...{ logprob: Math.log(p), rank: 4, survivors: {}, draw: 0.7 },
    distribution: { alternatives, rest: 0.25, rest_tokens: 98, entropy: 1 },
  };
}

describe("the parts of a sample", () => {
  const first = source("A");
  const second = source("A small mouse");
  const parts: Part[] = [
    { kind: "token", token: token(1, " small", 0.5), source: first, chosen: false },
    { kind: "token", token: token(2, " mouse", 0.125), source: first, chosen: false },
    { kind: "token", token: token(3, " ran", 0.25), source: second, chosen: false },
  ];

  it("read as one text", () => {
    expect(textOf(parts)).toBe(" small mouse ran");
  });

  it("name the tokens of the same request that stand before one", () => {
    expect(before(parts, 1).map(({ id }) => id)).toEqual([1]);
    expect(before(parts, 2)).toEqual([]);
  });

  it("end with the other token after a fork, with its own probability and rank", () => {
    const made = forked(parts, 1, { id: 91, text: " dog", p: 0.25 });
    expect(textOf(made)).toBe(" small dog");
    const last = made[1];
    if (last?.kind !== "token") throw new Error("no token");
    expect(last.chosen).toBe(true);
    expect(last.token.logprob).toBeCloseTo(Math.log(0.25), 12);
    expect([last.token.rank, last.token.draw]).toEqual([1, null]);
    expect(before(made, 1).map(({ id }) => id)).toEqual([1]);
  });

  it("keep the tokens that still stand after an edit, and hold the rest as typed", () => {
    expect(edited(parts, textOf(parts))).toBe(parts);
    expect(edited(parts, " small mouse")).toEqual(parts.slice(0, 2));
    expect(edited(parts, " small house ran")).toEqual([
      parts[0],
      { kind: "typed", text: " house ran" },
    ]);
    expect(edited(parts, "")).toEqual([]);
  });

  it("go on without the token that ended them, typed text left in", () => {
    const end: Part = { kind: "token", token: token(2, "", 0.5), source: second, chosen: false };
    expect(whole([...parts, end])).toEqual(parts);
    expect(whole([end])).toEqual([]);
    expect(whole([...parts, end, { kind: "typed", text: "!" }])).toHaveLength(5);
    expect(edited([...parts, end], " small mouse ran!")).toEqual([
      ...parts,
      { kind: "typed", text: "!" },
    ]);
  });

  it("were asked for by their text, or by its tokens where there are any", () => {
    expect(inputOf(first)).toBe("A");
    expect(inputOf({ ...first, ids: [1, 7] })).toEqual([1, 7]);
  });

  it("have the mean surprisal of their tokens, typed text left out", () => {
    expect(meanSurprisal([])).toBeNull();
    expect(meanSurprisal([{ kind: "typed", text: "x" }])).toBeNull();
    const mean = (Math.log(2) + Math.log(8) + Math.log(4)) / 3;
    expect(meanSurprisal([...parts, { kind: "typed", text: "x" }])).toBeCloseTo(mean, 12);
  });
});
