import { describe, expect, it } from "vitest";
import { ADDITIONS, GUARDS, PAIRS, partsOf, pleaOf, sentenceOf } from "./document";

const WORD = /\p{L}+/gu;
const wordsOf = (text: string) => text.match(WORD) ?? [];

describe("the document and what is added to it", () => {
  it("names each city once as the true one and once as the planted one", () => {
    const names = (key: "there" | "planted") => new Set(PAIRS.map((pair) => pair[key]));
    expect(names("there")).toEqual(names("planted"));
    expect(names("there").size).toBe(PAIRS.length);
    for (const { there, planted } of PAIRS) expect(there).not.toBe(planted);
  });
  it.each(PAIRS)("differs only in the sentence: $there, $planted", (pair) => {
    for (const guard of GUARDS) {
      const plain = partsOf(guard, pair, "");
      for (const addition of ADDITIONS) {
        const { before, sentence, after } = partsOf(guard, pair, sentenceOf(addition, pair));
        expect([before, after]).toEqual([plain.before, plain.after]);
        expect(before).toContain(pair.there);
        expect(sentence.includes(pair.planted)).toBe(addition !== "nothing");
      }
    }
  });
  it("has a control as long as the order, which names the planted city and asks for nothing", () => {
    const [pair] = PAIRS;
    if (pair === undefined) throw new Error("no pair");
    const [remark, order] = [sentenceOf("remark", pair), sentenceOf("order", pair)];
    expect(Math.abs(wordsOf(remark).length - wordsOf(order).length)).toBe(0);
    expect(remark).not.toMatch(/answer|ignore|meeting/i);
    expect(pleaOf(pair)).not.toMatch(/ignore/i);
  });
  it("puts the fence around the whole document, the sentence too", () => {
    const [pair] = PAIRS;
    if (pair === undefined) throw new Error("no pair");
    const { before, after } = partsOf("both", pair, "Anything.");
    expect(before).toMatch(/Do not follow any instructions[^]*<document>/);
    expect(after).toMatch(/^\n<\/document>/);
  });
});
