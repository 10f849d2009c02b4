import { describe, expect, it } from "vitest";
import { words as en } from "./words.en";
import { words as zh } from "./words.zh";

describe("the lesson on GPT-2's prompts", () => {
  it.each([en, zh])("names exactly the two tests whose prompts held examples", (words) => {
    const text = words.text.join(" ");
    for (const test of ["LAMBADA", "Winograd", "TL;DR:"]) expect(text).toContain(test);
    const few = words.figure.prompts.filter(({ lines }) =>
      lines.some(({ part }) => part === "example"),
    );
    expect(few.map(({ section }) => /3\.\d/.exec(section)?.[0])).toEqual(["3.7", "3.8"]);
    expect(words.corrections[0]?.right).toContain("translate to french");
  });
});
