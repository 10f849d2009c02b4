import { describe, expect, it } from "vitest";
import { checkFits, clipped, EMPTY_QUESTION } from "./question";
import { PromptError, type Prompt } from "./render";

const asking = (input: string) => ({ query: { input } }) as Prompt;

describe("a question", () => {
  it.each(["", " ", "\n\t "])("is refused where it asks nothing: %j", (input) => {
    expect(() => checkFits(asking(input))).toThrow(PromptError);
    try {
      checkFits(asking(input));
    } catch (error) {
      expect((error as PromptError).pointer).toBe(EMPTY_QUESTION);
    }
  });
  it("is taken where it holds a letter", () => {
    expect(() => checkFits(asking(" x"))).not.toThrow();
  });
  it("stands whole in a heading up to 160 characters", () => {
    expect(clipped("a".repeat(160))).toBe("a".repeat(160));
  });
  it("is cut between code points where it is longer", () => {
    expect(clipped("🙂".repeat(20_000))).toBe(`${"🙂".repeat(140)}…`);
  });
});
