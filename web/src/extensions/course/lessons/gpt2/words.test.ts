import { describe, expect, it } from "vitest";
import { lessonWords } from "../../views/lessons/lessons";
import type { Words } from "./words";

describe("the lesson on GPT-2's prompts", () => {
  it.each(["en", "zh"] as const)(
    "names exactly the two tests whose prompts held examples (%s)",
    async (language) => {
      const words = await lessonWords("gpt2", language);
      const text = words.text.join(" ");
      for (const test of ["LAMBADA", "Winograd", "TL;DR:"]) expect(text).toContain(test);
      const few = (words.figure as Words).prompts.filter(({ lines }) =>
        lines.some(({ part }) => part === "example"),
      );
      expect(few.map(({ section }) => /3\.\d/.exec(section)?.[0])).toEqual(["3.7", "3.8"]);
      expect(words.corrections[0]?.right).toContain("translate to french");
    },
  );
});
