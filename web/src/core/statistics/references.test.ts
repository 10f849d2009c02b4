import { describe, expect, it } from "vitest";
import { logOdds, changeWithout, lost, withoutEach, chance, contentFree } from "./references";
import { parsePrompt } from "../prompting/render";
import { scoreOf } from "../testing";

const prompt = parsePrompt({
  instruction: "Say it.",
  template: "{input} ->{output}\n",
  shot_sets: {
    a: [
      { input: "1", output: " one" },
      { input: "2", output: " two" },
    ],
  },
  query: { input: "3", expected: " three" },
  labels: [{ text: " three" }, { text: " four" }],
});
const lane = { id: "few", shot_set: "a", shots: [0, 1] };

describe("reference marks", () => {
  it("ask the lane's own prompt without a question", () => {
    expect(contentFree(prompt, lane)).toBe("Say it.\n\n1 -> one\n2 -> two\nN/A ->");
  });
  it("spread the mass on the answers evenly for chance", () => {
    expect(chance(scoreOf({ a: 0.5, b: 0.1 }))).toBeCloseTo(0.3, 12);
    expect(chance(scoreOf({}))).toBeNull();
  });
});

describe("leaving one example out", () => {
  it("leaves out each in its turn, down to none", () => {
    expect(withoutEach(prompt, lane)).toEqual([
      "Say it.\n\n2 -> two\n3 ->",
      "Say it.\n\n1 -> one\n3 ->",
    ]);
    expect(withoutEach(prompt, { ...lane, shots: [1] })).toEqual(["Say it.\n\n3 ->"]);
  });
  it("loses log-odds, also where p is near 0 or 1", () => {
    expect(logOdds(Math.log(0.5))).toBeCloseTo(0, 12);
    expect(logOdds(Math.log(0.8))).toBeCloseTo(Math.log(4), 12);
    expect(logOdds(-50)).toBeCloseTo(-50, 12);
    expect(lost(Math.log(0.8), Math.log(0.5))).toBeCloseTo(Math.log(4), 12);
    expect(logOdds(0)).toBe(Infinity);
  });
});

describe("what leaving an example out changes", () => {
  it.each([
    [0.66, 0.28],
    [0.1, 0.4],
    [0.5, 0.5],
  ])("is the difference of the probabilities %f and %f", (all, without) => {
    const nats = lost(Math.log(all), Math.log(without));
    expect(changeWithout(Math.log(all), nats)).toBeCloseTo(without - all, 10);
  });
});
