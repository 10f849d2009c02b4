import { expect, it } from "vitest";
import type { RunEvent } from "../../core/api/events";
import { readCopy } from "./copied";

const END = { type: "end", generated_tokens: 3, first_token_ms: 50, total_ms: 90 };
const EVENTS = [{ type: "token", text: " to" }, { type: "token", text: " the" }, END];

it("a copy is its tokens' text, and the time a token after the first", () => {
  expect(readCopy(EVENTS as RunEvent[])).toEqual({ text: " to the", tokens: 3, ms: 20 });
});

it("a run that was cut off is none", () => {
  expect(() => readCopy(EVENTS.slice(0, 2) as RunEvent[])).toThrow("end");
});
