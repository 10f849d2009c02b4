import { describe, expect, it } from "vitest";
import type { ScoreEvent } from "../api/events";
import type { Shot } from "./render";
import {
  contradicts,
  flipped,
  outcome,
  relabelling,
  restored,
  shuffled,
  truthOf,
} from "./relabelling";

const SHOTS: Shot[] = ["P", "N", "P", "N"].map((output, i) => ({ input: `q${i}`, output }));
const THREE: Shot[] = ["a", "b", "c", "a"].map((output, i) => ({ input: `q${i}`, output }));
const TRUTH = truthOf(SHOTS);
const ALL = [0, 1, 2, 3];

function outputs(shots: readonly Shot[]): string {
  return shots.map((shot) => shot.output).join("");
}

/** A score with these labels' probabilities, and one other token. */
function score(labels: Record<string, number>, other = 0): ScoreEvent {
  const entries = Object.entries(labels);
  const mass = entries.reduce((sum, [, p]) => sum + p, 0);
  return {
    type: "score",
    lane: "few",
    mass,
    labels: entries.map(([text, p], i) => ({
      text,
      ids: [i],
      logprob: Math.log(p),
      p,
      share: p / mass,
    })),
    next: {
      alternatives: [{ id: 99, text: "x", p: other, logprob: Math.log(other) }],
      rest: 0,
      rest_tokens: 0,
      entropy: 0,
    },
    boundary_moved: [],
  } as unknown as ScoreEvent;
}

describe("flipped labels", () => {
  it("are exchanged where there are two, rotated where there are more", () => {
    expect(outputs(flipped(SHOTS))).toBe("NPNP");
    expect(outputs(flipped(THREE))).toBe("bcab");
    expect(flipped(flipped(SHOTS))).toEqual(SHOTS);
  });
  it("leave everything but the answers alone", () => {
    const shots = [{ input: "a", output: "P", reasoning: "so" }, ...SHOTS];
    expect(flipped(shots)[0]).toEqual({ input: "a", output: "N", reasoning: "so" });
  });
  it("are found in the examples themselves", () => {
    const moved = relabelling(flipped(SHOTS), TRUTH, [0, 1]);
    expect(moved).toEqual({ kind: "flipped", answers: { P: "N", N: "P" }, wrong: 2, shown: 2 });
    expect(relabelling(SHOTS, TRUTH, ALL)).toBeNull();
    expect(relabelling(flipped(SHOTS), TRUTH, [])).toBeNull();
  });
  it("are not found where the answers only have other names", () => {
    const renamed = SHOTS.map((shot) => ({ ...shot, output: shot.output.toLowerCase() }));
    expect(relabelling(renamed, TRUTH, ALL)).toBeNull();
  });
});

describe("shuffled labels", () => {
  it("are the same answers in another order, the same for the same seed", () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const once = shuffled(THREE, seed);
      expect([...outputs(once)].sort()).toEqual([..."aabc"]);
      expect(outputs(once)).not.toBe("abca");
      expect(shuffled(THREE, seed)).toEqual(once);
    }
  });
  it("come in every order there is but the one that was there", () => {
    const seen = new Set(Array.from({ length: 400 }, (_, seed) => outputs(shuffled(THREE, seed))));
    expect(seen.size).toBe(11); // 4! / 2! - 1
  });
  it("are counted where they are wrong", () => {
    const shots = [...SHOTS.slice(0, 3), { input: "q3", output: "P" }];
    const moved = relabelling(shots, TRUTH, ALL);
    expect(moved).toEqual({ kind: "moved", answers: {}, wrong: 1, shown: 4 });
  });
});

describe("a sign of rightness", () => {
  it("contradicts the examples where their rule asks for another answer", () => {
    const moved = relabelling(flipped(SHOTS), TRUTH, ALL);
    expect(contradicts(moved, "N")).toBe(true);
    expect(contradicts(null, "N")).toBe(false);
    expect(contradicts(moved, null)).toBe(false);
  });
  it("contradicts shuffled examples of which most are wrong", () => {
    const moved = { kind: "moved" as const, answers: {}, wrong: 3, shown: 4 };
    expect(contradicts(moved, "N")).toBe(true);
    expect(contradicts({ ...moved, wrong: 2 }, "N")).toBe(false);
  });
});

describe("what flipped labels did to the answer of one question", () => {
  const moved = relabelling(flipped(SHOTS), TRUTH, ALL);
  if (moved === null) throw new Error("The labels are not flipped.");
  const P = score({ P: 0.6, N: 0.1 }, 0.3);
  const N = score({ P: 0.1, N: 0.6 }, 0.3);

  it("is by how much the answer before became likelier or less likely, if it turned or not", () => {
    expect(outcome(moved, N, P, "P")?.way).toEqual({ from: 0.6, to: 0.1 });
    expect(outcome(moved, score({ P: 0.08, N: 0.01 }), P, "P")).toMatchObject({
      ...{ turn: "unturned", way: { from: 0.6, to: 0.08 } },
    });
    expect(outcome(moved, N, null, "P")?.way).toBeNull();
  });
  it("is of labels exchanged in pairs, or moved round where there are more", () => {
    const three = relabelling(flipped(THREE), truthOf(THREE), ALL);
    if (three === null) throw new Error("The labels are not flipped.");
    expect(outcome(moved, N, P, "P")?.rotated).toBe(false);
    expect(outcome(three, score({ a: 0.1, b: 0.6 }), null, null)?.rotated).toBe(true);
  });
  it("is that it turned where it became the one that the flipped labels point to", () => {
    expect(outcome(moved, N, P, "P")).toMatchObject({ says: "N", before: "P", turn: "turned" });
  });
  it("is that it changed against them where it became the one that they point away from", () => {
    expect(outcome(moved, N, P, "N")).toMatchObject({ says: "N", before: "P", turn: "against" });
    expect(outcome(moved, score({ P: 0.1, N: 0.1, x: 0.5 }), P, "P")?.turn).toBe("against");
  });
  it("is only that it changed where it is not known what the labels point to", () => {
    expect(outcome(moved, N, P, null)?.turn).toBe("changed");
    expect(outcome(moved, N, P, "x")?.turn).toBe("changed");
  });
  it("is that it did not turn where the same was said before, whatever is true", () => {
    expect(outcome(moved, N, N, "N")).toMatchObject({ says: "N", aloud: true, turn: "unturned" });
    expect(outcome(moved, P, P, "N")?.turn).toBe("unturned");
  });
  it("is nothing that labels could turn where no example has the answer before", () => {
    const x = score({ P: 0.1, N: 0.1, x: 0.5 });
    expect(outcome(moved, x, x, "P")?.turn).toBe("same");
  });
  it("is not judged while the answer before is not known", () => {
    expect(outcome(moved, N, null, "P")).toMatchObject({ before: null, turn: null });
  });
  it("is not called said where another token is likelier than any answer", () => {
    expect(outcome(moved, score({ P: 0.1, N: 0.2 }, 0.7), null, "P")?.aloud).toBe(false);
  });
  it("is a change without a rule where labels were shuffled", () => {
    const shuffle = { kind: "moved" as const, answers: {}, wrong: 2, shown: 4 };
    expect(outcome(shuffle, N, P, "P")?.turn).toBe("changed");
    expect(outcome(shuffle, N, N, "P")?.turn).toBe("same");
  });
});

describe("examples with their answers where they were", () => {
  it("are those before the flip, and unknown ones are left alone", () => {
    const shots = [...SHOTS, { input: "new", output: "P" }];
    expect(restored(flipped(shots), TRUTH)).toEqual([...SHOTS, { input: "new", output: "N" }]);
  });
});
