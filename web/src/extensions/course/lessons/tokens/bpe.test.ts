import { describe, expect, it } from "vitest";
import { learn, merge, ofModel, pairs, start, written, type Pair } from "./bpe";
import { own } from "./quiz";

const named = ({ left, right, count }: Pair) => [written(left), written(right), count];
const RHYME = "Peter Piper picked a peck of pickled peppers; 四十是四十。";

describe("byte-pair encoding", () => {
  it("merges as algorithm 1 of Sennrich et al. 2016 does, here with z at the end of a word", () => {
    const dictionary = { lowz: 5, lowerz: 2, newestz: 6, widestz: 3 };
    const words = Object.entries(dictionary).flatMap(([word, n]) => Array<string>(n).fill(word));
    const { merges } = learn(words.join("\n"));
    const joined = merges.slice(0, 10).map(({ left, right }) => `${left} ${right}`);
    expect(joined.join(", ")).toBe("e s, es t, est z, l o, lo w, n e, ne w, new estz, low z, w i");
  });
  it("takes the first of equally frequent pairs", () => {
    expect(named(pairs(start("cdcd abab"))[0] as Pair)).toEqual(["c", "d", 2]);
  });
  it("counts no pair across words, and a letter once in a merge", () => {
    expect(pairs(start("a a a"))).toHaveLength(1); // " a" alone: never "a "
    const [pair] = pairs(start("aaa"));
    expect(pair && named(pair)).toEqual(["a", "a", 2]);
    expect(merge(start("aaa"), pair as Pair)).toEqual([["aa", "a"]]);
  });
  it("loses nothing: the tokens are the text's bytes in their order, however many are merged", () => {
    const bytes = start(RHYME).flat().join("");
    const { cuts, merges } = learn(RHYME);
    expect(cuts).toHaveLength(merges.length + 1);
    for (const cut of cuts) expect(cut.flat().join("")).toBe(bytes);
    expect(written(bytes)).toBe(RHYME);
  });
  it("merges until no pair stands there twice, each time the most frequent", () => {
    const { cuts, merges } = learn(RHYME);
    merges.forEach(({ count }, i) => {
      const best = Math.max(...pairs(cuts[i] ?? []).map((pair) => pair.count));
      expect(count).toBe(best);
    });
    expect(Math.max(...pairs(cuts.at(-1) ?? []).map(({ count }) => count))).toBe(1);
  });
  it("begins a Chinese character with three bytes, and has it whole after two merges", () => {
    const { cuts } = learn("四四四");
    expect(cuts[0]?.flat().map(written).slice(0, 3)).toEqual(["E5", "9B", "9B"]);
    expect(cuts[2]?.flat().map(written)).toEqual(["四", "四", "四"]);
  });
  it("writes a model's bytes as its own", () => {
    expect(ofModel("<0xE5><0x9B>")).toBe(written("\u00e5\u009b"));
    expect(ofModel(" cat")).toBe(" cat");
  });
  it("has nothing to do without a text", () => {
    expect(learn("")).toEqual({ cuts: [[]], merges: [] });
  });
});

it("the question's counts are those of the first sentence", () => {
  expect(own()).toEqual({ at: 3, he: 2, as: 1 });
});
