import { expect, it } from "vitest";
import type { RunEvent, SearchEvent } from "../../../../core/api/events";
import { readRun, readSearch } from "./events";

const START = { type: "start", tokens: [{ id: 7, text: "A", start: 0 }] };
const END = { type: "end", generated_tokens: 3, first_token_ms: 50, total_ms: 90 };
const TOKENS = [
  { type: "token", id: 1, piece: " to", text: "" },
  { type: "token", id: 2, piece: " the", text: " to the" },
];
const TEXT = {
  prompt: [{ id: 7, text: "A" }],
  tokens: [
    { id: 1, text: " to" },
    { id: 2, text: " the" },
  ],
};

it("a run is its prompt's tokens, those written, and the time a token after the first", () => {
  expect(readRun([START, ...TOKENS, END] as RunEvent[])).toEqual({ ...TEXT, ms: 20 });
});

it("a run that was cut off is none", () => {
  expect(() => readRun([START, ...TOKENS] as RunEvent[])).toThrow("end");
});

it("a recorded search of one beginning is the beginning that was kept, and has no time", () => {
  const node = (id: number, piece: string, fate: string) => ({ id, piece, fate });
  const steps = [
    { type: "beam", nodes: [node(1, " to", "kept"), node(5, " of", "pruned")] },
    { type: "beam", nodes: [node(2, " the", "finished"), node(6, " a", "pruned")] },
  ];
  const events = [START, ...steps] as unknown as SearchEvent[];
  expect(readSearch(events)).toEqual({ ...TEXT, ms: null, drafts: null });
});
