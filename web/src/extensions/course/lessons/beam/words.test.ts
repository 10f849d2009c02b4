import { describe, expect, it } from "vitest";
import { lessonWords } from "../../views/lessons/lessons";
import type { Words } from "./words";

describe("the lesson on beam search", () => {
  it.each(["en", "zh"] as const)(
    "calls a beam of one greedy only where the sum is not divided (%s)",
    async (language) => {
      const { text, figure } = await lessonWords("beam", language);
      expect(text.join(" ")).toMatch(/b = 1.{1,5}α = 0/);
      expect((figure as Words).best).not.toMatch(/greedy|贪心/i);
    },
  );
});
