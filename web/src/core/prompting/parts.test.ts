import { describe, expect, it } from "vitest";
import { folded, promptParts, checkFits, clipped, EMPTY_QUESTION } from "./parts";
import { parsePrompt, render, PromptError, type Prompt } from "./render";

const prompt = parsePrompt({
  instruction: "Opposites.",
  template: "{input} ->{output}\n",
  shot_sets: { a: Array.from({ length: 6 }, (_, i) => ({ input: `i${i}`, output: ` o${i}` })) },
  query: { input: "fast" },
});

describe("promptParts", () => {
  it("names instruction, examples and question, and marks the answers", () => {
    const { text, spans } = render(prompt, { id: "few", shot_set: "a", shots: [0, 1] });
    const parts = promptParts(text, spans);
    expect(parts.map((part) => part.kind)).toEqual([
      "instruction",
      "example",
      "example",
      "question",
    ]);
    expect(parts[1]?.fragments).toEqual([
      { text: "i0", answer: false },
      { text: " ->", answer: false },
      { text: " o0", answer: true },
    ]);
    expect(parts[0]?.fragments).toEqual([{ text: "Opposites.", answer: false }]);
  });
  it("loses no letter but the breaks between parts", () => {
    const { text, spans } = render(prompt, { id: "few", shot_set: "a", shots: [0, 1, 2] });
    const shown = promptParts(text, spans).map((p) => p.fragments.map((f) => f.text).join(""));
    expect(shown.join("\n")).toBe(text.replace("\n\n", "\n"));
  });
});

describe("folded", () => {
  it("hides the middle of many examples and nothing of few", () => {
    const { text, spans } = render(prompt, { id: "few", shot_set: "a", shots: [0, 1, 2, 3, 4, 5] });
    expect(folded(promptParts(text, spans))).toEqual({ hidden: 3, from: 3 });
    const few = render(prompt, { id: "few", shot_set: "a", shots: [0, 1] });
    expect(folded(promptParts(few.text, few.spans)).hidden).toBe(0);
  });
});

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
