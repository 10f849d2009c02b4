import { describe, expect, it } from "vitest";
import {
  bitsIn,
  byteEdges,
  cellsOf,
  measured,
  pair,
  sharedStart,
  verdict,
  wrapped,
  type Token,
} from "./measure";

function token(text: string, start: number, end: number): Token {
  return { id: 0, text, start, end };
}

const TEXT = "ab cd";
const whole = cellsOf(
  TEXT,
  [token("ab", 0, 2), token(" cd", 2, 5)],
  [null, { nats: 6 * Math.LN2 }],
);
const cut = cellsOf(
  TEXT,
  [token("ab", 0, 2), token(" ", 2, 3), token("c", 3, 4), token("d", 4, 5)],
  [null, { nats: 2.5 * Math.LN2 }, { nats: 2.5 * Math.LN2 }, { nats: 2.5 * Math.LN2 }],
);

describe("a text under a tokenizer", () => {
  it("is measured over what stands after the given token", () => {
    const result = measured(whole, sharedStart([whole]) ?? NaN);
    expect(result).toMatchObject({ tokens: 1, bytes: 3 });
    expect(result?.bits).toBeCloseTo(2, 12);
    expect(result?.perplexity).toBeCloseTo(64, 9);
  });
  it("has as many bits a byte however it is cut, where its probability is the same", () => {
    const split = cellsOf(
      TEXT,
      [token("ab", 0, 2), token(" c", 2, 4), token("d", 4, 5)],
      [null, { nats: 4 * Math.LN2 }, { nats: 2 * Math.LN2 }],
    );
    const [item, two] = [measured(whole, 2), measured(split, 2)];
    expect(two?.bits).toBeCloseTo(item?.bits ?? NaN, 12);
    expect(two?.perplexity).toBeCloseTo(8, 9);
  });
  it("may be ahead by perplexity and behind by bits", () => {
    expect(verdict(whole, cut, 2)).toBe("disagree");
    expect(verdict(whole, whole, 2)).toBe("alike");
  });
  it("counts a character of several bytes once, with all the tokens inside it", () => {
    const cells = cellsOf(
      "a猫b",
      [token("a", 0, 1), token("<0xE7>", 1, 2), token("<0x8C><0xAB>", 1, 2), token("b", 2, 3)],
      [null, { nats: 1 }, { nats: 2 }, { nats: 3 }],
    );
    expect(byteEdges("a猫b")).toEqual([0, 1, 4, 5]);
    expect(cells[1]).toMatchObject({ tokens: 2, from: 1, to: 4, nats: 3 });
    expect(measured(cells, 1)).toMatchObject({ tokens: 3, bytes: 4, nats: 6 });
  });
  it("is given as a whole character where its first byte is", () => {
    const cells = cellsOf(
      "猫b",
      [token("<0xE7>", 0, 1), token("<0x8C><0xAB>", 0, 1), token("b", 1, 2)],
      [null, { nats: 2 }, { nats: 3 }],
    );
    expect(sharedStart([cells])).toBe(3);
    expect(measured(cells, 3)).toMatchObject({ tokens: 1, bytes: 1, nats: 3 });
  });
  it("is counted whole where a start token stands before it", () => {
    const cells = cellsOf("ab", [token("<s>", 0, 0), token("ab", 0, 2)], [null, { nats: 1 }]);
    expect(sharedStart([cells])).toBe(0);
    expect(sharedStart([cells, cellsOf("ab", [token("ab", 0, 2)], [null])])).toBe(2);
  });
});

describe("where two tokenizers meet", () => {
  it("is the first edge of both after what is given to either", () => {
    const first = cellsOf(
      TEXT,
      [token("a", 0, 1), token("b c", 1, 4), token("d", 4, 5)],
      [null, { nats: 1 }, { nats: 1 }],
    );
    expect(sharedStart([first, cut])).toBe(4);
    expect(sharedStart([cut, first])).toBe(4);
    expect(measured(first, 5)).toBeNull();
  });
  it("is what bits a byte are counted from", () => {
    expect(bitsIn(8 * Math.LN2, 4)).toBeCloseTo(2, 12);
  });
});

describe("a text in lines", () => {
  it("breaks between characters, and holds one at least", () => {
    expect(wrapped(byteEdges("ab猫c"), 4)).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 6 },
    ]);
    expect(wrapped(byteEdges("猫猫"), 2)).toHaveLength(2);
    expect(wrapped(byteEdges(""), 4)).toEqual([{ from: 0, to: 0 }]);
  });
});

describe("the two models of the lesson", () => {
  it("are the one in use and the first preferred other that is there", () => {
    expect(pair("house-gpt2", ["smol", "prose"], ["smol", "prose", "house-gpt2"])).toEqual([
      "house-gpt2",
      "smol",
    ]);
    expect(pair("smol", ["smol", "prose"], ["smol", "own"])).toEqual(["smol", "own"]);
    expect(pair(null, ["smol", "prose"], ["prose", "smol"])).toEqual(["smol", "prose"]);
    expect(pair("smol", ["smol", "prose"], ["smol"])).toEqual(["smol"]);
  });
});
