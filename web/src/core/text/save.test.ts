import { expect, it } from "vitest";
import { wrapped } from "./save";

it("breaks the lines of a frame at blanks", () => {
  expect(wrapped("one two three four", 9)).toEqual(["one two", "three", "four"]);
  expect(wrapped("one two", 40)).toEqual(["one two"]);
});
it("leaves a word that is too long in one piece, and no empty line", () => {
  expect(wrapped("a extraordinarily b", 5)).toEqual(["a", "extraordinarily", "b"]);
  expect(wrapped("", 10)).toEqual([]);
});
it("breaks Chinese after any sign, each as wide as two letters", () => {
  expect(wrapped("零一二三四五", 6)).toEqual(["零一二", "三四五"]);
  expect(wrapped("看 GPT 的", 8)).toEqual(["看 GPT", "的"]);
});
