import { describe, expect, it } from "vitest";
import { entryOf } from "../../../core/gallery/gallery";
import { editQuestion, moveShot, shotsOf, withShots } from "../../../core/prompting/editing";
import { flipped, truthOf } from "../../../core/prompting/relabelling";
import type { Prompt } from "../../../core/prompting/render";
import { questionOfChange } from "./change";

const set = "in turn";
const entry = entryOf("reviews");
if (entry === undefined) throw new Error("There is no task reviews.");
const { prompt } = entry;
const shots = shotsOf(prompt, set);
const questionOf = (changed: Prompt) =>
  questionOfChange(entry, changed, { set, truth: truthOf(shots) });

describe("what a change of the examples asks", () => {
  it("is whether the answers are read, after a flip", () => {
    expect(questionOf(withShots(prompt, set, flipped(shots)))).toBe("labels");
  });
  it("is whether the order matters, after a move", () => {
    expect(questionOf(moveShot(prompt, set, 7, 0))).toBe("order");
  });
  it("is neither where nothing or something else was changed", () => {
    expect(questionOf(prompt)).toBeNull();
    expect(questionOf(editQuestion(moveShot(prompt, set, 7, 0), "It was fine."))).toBeNull();
    expect(questionOf(withShots(prompt, set, flipped(shots).slice(1)))).toBeNull();
  });
});
