import { expect, it } from "vitest";
import { answerIn, FIRST, promptOf, RIGHT } from "./problem";

it("asks behind the same eight examples, bare or worked", () => {
  const [bare, worked] = [promptOf("Two and two?", "bare"), promptOf("Two and two?", "worked")];
  expect(bare.split("\n\n")).toHaveLength(9);
  expect(worked.split("\n\n")).toHaveLength(9);
  expect(bare.endsWith("Q: Two and two?\nA:")).toBe(true);
  expect(worked.endsWith("Q: Two and two?")).toBe(true);
  expect(worked).toContain("5 + 6 = 11.\nA: 11");
  expect(bare).not.toContain("5 + 6");
  expect(FIRST).toContain("23 apples");
  expect(Number(RIGHT)).toBe(23 - 20 + 6);
});

it("reads the answer as the experiment does", () => {
  expect(answerIn(" 9\n", "bare")).toBe("9");
  expect(answerIn(" 23 - 20 = 3. 3 + 6 = 9.\nA: 9", "worked")).toBe("9");
  expect(answerIn(" 23 - 20 = 3.", "worked")).toBeNull();
  expect(answerIn(" none", "bare")).toBeNull();
});
