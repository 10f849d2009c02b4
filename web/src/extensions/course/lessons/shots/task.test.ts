import { expect, it } from "vitest";
import { FIRST, laneFor, OPENING, questionOf, RIGHT, SET, TASK } from "./task";
import { laneOf } from "../../views/lessons/galleryLane";

it("asks at first what the opening task asks, so that it is recorded", () => {
  expect(questionOf(FIRST)).toEqual(OPENING);
  expect(OPENING.answers[0]).toBe(RIGHT);
  for (const k of [0, 1, 8]) expect(laneFor(OPENING, k)).toEqual(laneOf(TASK, SET, k));
});
it("reads a question and its answers, the right one first, whatever the punctuation", () => {
  const question = { input: "big", answers: [" small", " bigger"] };
  for (const text of ["big: small, bigger", " big :small,bigger, ", "big：small，bigger、small"])
    expect(questionOf(text)).toEqual(question);
  for (const text of ["", "big", "big:", ": small", "big: , "]) expect(questionOf(text)).toBeNull();
});
