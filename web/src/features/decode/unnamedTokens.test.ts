// Tokens whose texts are not known yet.

import "../../testing";
import { afterEach, expect, it, vi } from "vitest";
import { Distribution } from "../../core/decoding/distribution";
import { recordings } from "../../core/recordings/recordings";
import { Vocabulary } from "../../core/text/tokens";
import { decode } from "./state.svelte";

const likeliest = new Vocabulary(new Map([[0, " slow"]]));
const origin = { recorded: { date: "", digest: "" }, model: "", numbers: { as: "fp32" as const, off: null } }; // prettier-ignore
const before = { prompt: [], generated: [] };

vi.mock("./recalled", () => ({
  recalled: (text: string) =>
    Promise.resolve({
      shown: new Distribution(text, [], new Float32Array([2, 1]), origin, before),
      words: likeliest,
    }),
}));

afterEach(() => vi.restoreAllMocks());

const ask = () => decode.ask(new AbortController().signal);

it("are no words of the text", async () => {
  vi.spyOn(recordings, "tokens").mockResolvedValue(null);
  await ask();
  decode.take(1);
  expect(decode.taken).toEqual([]);
  decode.take(0);
  expect(decode.taken).toEqual([" slow"]);
  decode.go([]);
});

it("get theirs from the recording", async () => {
  vi.spyOn(recordings, "tokens").mockResolvedValue([" slow", " walking"]);
  await ask();
  expect(decode.words.shown(1)).toBe("␣walking");
});
