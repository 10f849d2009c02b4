import { expect, it } from "vitest";
import { wholeWord } from "./wholeWord";

const ANSWERS = [" slow", " faster", " fastest", " FAST"];

it.each([
  [" F", " FAST"],
  [" fastes", " fastest"],
  [" faster", null], // an answer, though a longer one begins with it
  [" FAST", null],
  [" FASTER", null], // the answer begins it, not it the answer
  [" H", null],
  [" ", null], // begins every answer
  ["F", null], // without the space that the answer begins with
  ["\n", null],
])("%j begins %j", (token, word) => expect(wholeWord(token, ANSWERS)).toBe(word));

it("leaves a word of the prompt whole, though an answer begins with it", () => {
  expect(wholeWord(" fast", ANSWERS)).toBe(" faster");
  expect(wholeWord(" fast", ANSWERS, "hot -> cold\nfast ->")).toBeNull();
});
