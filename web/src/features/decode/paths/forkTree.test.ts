import { describe, expect, it } from "vitest";
import { forkTree } from "./forkTree";

describe("the tree of the ways taken", () => {
  const made = forkTree([["a"], ["a", "b"], ["c"], ["a", "d"], ["a", "b"]], ["a", "d"]);

  it("holds every beginning once", () => {
    expect(made.map((fork) => fork.path.join(""))).toEqual(["", "a", "ab", "ad", "c"]);
  });
  it("stands each parent in the middle of its children", () => {
    expect(made.map((fork) => fork.row)).toEqual([1.25, 0.5, 0, 1, 2]);
  });
  it("knows the way that is open", () => {
    expect(made.filter((fork) => fork.current).map((fork) => fork.path.join(""))).toEqual([
      "",
      "a",
      "ad",
    ]);
  });
  it("is the prompt alone where nothing was taken", () => {
    expect(forkTree([], []).length).toBe(1);
  });
});
