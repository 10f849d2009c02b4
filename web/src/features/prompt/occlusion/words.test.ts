import { expect, it } from "vitest";
import { occlusion as en } from "./words.en";
import { occlusion as zh } from "./words.zh";

const plain = (text: string) => text.replaceAll("\u202f", " ");

it("names no single word where several bring nearly as much", () => {
  const of = (left: number[], words = en) => plain(words.occlusion.several("Paris", 0.77, left));
  expect(of([0.018, 0.0001, 0.0002])).toBe(
    "Without any one of the 3 words with the tallest marks the model gives “Paris” at most 1.8 %, not 77 %.",
  );
  expect(of([0.0001, 0.0002])).toContain("“Paris” < 0.1 %, not 77 %");
  expect(of([0.95, 0.96])).toContain("at least 95 %");
  expect(of([0.018, 0.0001, 0.0002], zh)).toBe(
    "标记最高的 3 个词，去掉其中任何一个，模型给“Paris”的概率都从 77 % 变为：至多 1.8 %。",
  );
});
