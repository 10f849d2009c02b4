import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Lane, PromptError, type Span, parsePrompt, render, stopsOf } from "./render";
import { codePoints } from "../text/tokens";

interface Case {
  name: string;
  prompt: unknown;
  lane: Lane;
}
interface Golden {
  renders: (Case & { text: string; spans: Span[]; stops: string[] })[];
  errors: (Case & { pointer: string; code: string })[];
}

const path = new URL("../../../../tests/contract/prompting.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf-8")) as Golden;

describe("rendering equals the golden file", () => {
  it.each(golden.renders)("$name", ({ prompt, lane, text, spans, stops }) => {
    const parsed = parsePrompt(prompt);
    expect(render(parsed, lane)).toEqual({ text, spans });
    expect(stopsOf(parsed)).toEqual(stops);
  });

  it.each(golden.renders)("spans tile the text: $name", ({ prompt, lane }) => {
    const { text, spans } = render(parsePrompt(prompt), lane);
    expect(spans.map(({ start, end }) => codePoints(text, start, end)).join("")).toBe(text);
    spans.forEach(({ start }, index) => expect(start).toBe(spans[index - 1]?.end ?? 0));
  });

  it.each(golden.renders)("a parsed prompt parses to itself: $name", ({ prompt }) => {
    const parsed = parsePrompt(prompt);
    expect(parsePrompt(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
  });
});

describe("what is wrong is refused where it is wrong", () => {
  it.each(golden.errors)("$name", ({ prompt, lane, pointer, code }) => {
    let caught: unknown;
    try {
      render(parsePrompt(prompt), lane);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(PromptError);
    expect(caught).toMatchObject({ pointer, code });
  });
});
