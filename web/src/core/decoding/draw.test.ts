import { describe, expect, it } from "vitest";
import { choose } from "./decoding";
import { strip } from "./draw";
import type { TokenEvent } from "../api/events";
import { DEFAULTS } from "./settings";

function token(logits: Float32Array): TokenEvent {
  const { id, logprob, rank, draw, survivors } = choose(logits, DEFAULTS, 0, 0);
  const distribution = { alternatives: [], rest: 1, rest_tokens: logits.length, entropy: 0 };
  const place = { lane: "few", sample: 0, index: 0 };
  return {
    type: "token",
    ...place,
    id,
    piece: "",
    text: "",
    logprob,
    rank,
    distribution,
    survivors,
    draw,
  };
}

describe("strip", () => {
  const logits = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i) * 3);
  it("runs from 0 to 1 and the number lies in the drawn token's part", () => {
    const result = strip(logits, token(logits), DEFAULTS);
    expect(result?.parts[0]?.from).toBe(0);
    expect(result?.parts.at(-1)?.to).toBeCloseTo(1);
    const part = result?.parts.find((item) => item.drawn);
    expect(part && result && part.from <= result.draw && result.draw < part.to).toBe(true);
  });
  it("is not drawn from logits that are not the token's", () => {
    const other = logits.map((value) => -value);
    expect(strip(other, token(logits), DEFAULTS)).toBeNull();
  });
});
