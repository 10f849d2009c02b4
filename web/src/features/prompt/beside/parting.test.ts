import { describe, expect, it } from "vitest";
import type { TokenEvent } from "../../../core/api/events";
import { EXACT } from "../../../core/models/precision";
import { DEFAULTS } from "../address";
import type { Part, Source } from "../writing/parts";
import { parting } from "./parting";

const source: Source = {
  ...{ of: { model: "toy" }, prompt: "A" },
  ...{ settings: DEFAULTS, numbers: EXACT },
};

function tokens(...texts: string[]): Part[] {
  return texts.map((text): Part => {
    const token: TokenEvent = {
      ...{ type: "token", lane: "", sample: 0, index: 0, id: text.length, piece: text, text },
      ...{ logprob: -1, rank: 0, survivors: {}, draw: 0.5 },
      distribution: { alternatives: [], rest: 1, rest_tokens: 100, entropy: 1 },
    };
    return { kind: "token", token, source, chosen: false };
  });
}

describe("the parting of two texts", () => {
  it("is none where they are the same", () => {
    expect(parting(tokens("a", "bb"), tokens("a", "bb"), "token", true)).toBeNull();
    expect(parting(tokens("a", "bb"), tokens("ab", "b"), "character", true)).toBeNull();
  });

  it("is at the first token of another id", () => {
    const result = parting(tokens("a", "bb", "c"), tokens("a", "ccc", "c"), "token", false);
    expect(result?.places).toEqual([1, 1]);
  });

  it("is in the token that holds the first other character, for other vocabularies", () => {
    const result = parting(
      tokens(" 🙂a", " cat"),
      tokens(" ", "🙂", "a", " c", "ow"),
      "character",
      false,
    );
    expect(result).toEqual({ by: "character", after: 5, places: [1, 4] });
  });

  it("is behind a text that ended, once both are over", () => {
    const [short, long] = [tokens("a"), tokens("a", "bb")];
    expect(parting(short, long, "token", true)?.places).toEqual([null, 1]);
    expect(parting(long, short, "token", true)?.places).toEqual([1, null]);
    expect(parting(short, long, "token", false)).toBeNull();
  });

  it("compares what a person typed by its text", () => {
    const typed: Part = { kind: "typed", text: "x" };
    expect(parting([typed], [{ kind: "typed", text: "x" }], "token", true)).toBeNull();
    expect(parting([typed], tokens("x"), "token", true)?.places).toEqual([0, 0]);
  });
});
