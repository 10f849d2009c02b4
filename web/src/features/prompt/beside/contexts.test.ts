import { describe, expect, it } from "vitest";
import type { TokenEvent } from "../../../core/api/events";
import { EXACT } from "../../../core/models/precision";
import { DEFAULTS } from "../address";
import type { Part, Source } from "../writing/parts";
import type { Made } from "../writing/sample.svelte";
import { contexts } from "./contexts";

const made = (model: string, prompt: string): Made => ({
  ...{ of: { model }, model, where: "computer", numbers: EXACT },
  ...{ prompt, settings: DEFAULTS },
});
const [own, other] = [made("one", "A"), made("two", "The")];

function token(id: number, text: string, source: Source): Part {
  const event: TokenEvent = {
    ...{ type: "token", lane: "", sample: 0, index: 0, id, piece: text, text },
    ...{ logprob: -1, rank: 0, survivors: {}, draw: 0.5 },
    distribution: { alternatives: [], rest: 1, rest_tokens: 100, entropy: 1 },
  };
  return { kind: "token", token: event, source, chosen: false };
}

describe("what both models are given", () => {
  const source: Source = { of: own.of, prompt: "A", settings: DEFAULTS, numbers: EXACT };
  const later: Source = { ...source, prompt: "A cat sat" };
  const parts = [
    token(1, " cat", source),
    token(2, " sat", source),
    token(3, "", later),
    token(4, "猫", later),
  ];

  it("is the same tokens behind each prompt, for one vocabulary", () => {
    const result = contexts(parts, 1, own, other, true);
    expect(result?.map(({ of, prompt, continuation }) => [of.model, prompt, continuation])).toEqual(
      [
        ["one", "A", [1]],
        ["two", "The", [1]],
      ],
    );
  });

  it("is the tokens of the clicked token's own request, and all the text before that", () => {
    const result = contexts(parts, 3, own, other, true);
    expect(result?.map(({ prompt, continuation }) => [prompt, continuation])).toEqual([
      ["A cat sat", [3]],
      ["The cat sat", [3]],
    ]);
  });

  it("is the same text for two vocabularies", () => {
    const result = contexts(parts, 2, own, other, false);
    expect(result?.[1]).toMatchObject({ prompt: "The cat sat", continuation: [] });
  });

  it("is the conversation's tokens by each template, and the same or the same text behind them", () => {
    const [source8, answered] = [
      { ...own, ids: [8, 9] },
      { ...other, ids: [5] },
    ];
    const first = { ...source, ids: [8, 9] };
    const chat = [token(1, " cat", first), token(2, " sat", { ...first, ids: [8, 9, 1] })];
    const same = contexts(chat, 1, source8, answered, true);
    expect(same?.map(({ prompt, behind, continuation }) => [prompt, behind, continuation])).toEqual(
      [
        [[8, 9, 1], "", []],
        [[5, 1], "", []],
      ],
    );
    const unlike = contexts(chat, 1, source8, answered, false);
    expect(unlike?.[1]).toMatchObject({ prompt: [5], behind: " cat", continuation: [] });
  });

  it("is nothing within a character for two vocabularies, nor at what was typed", () => {
    expect(contexts(parts, 3, own, other, false)).toBeNull();
    expect(contexts([{ kind: "typed", text: "x" }], 0, own, other, true)).toBeNull();
  });
});
