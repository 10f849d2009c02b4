import { describe, expect, it } from "vitest";
import { joint, onEvents } from "./jointVocabulary";

describe("the joint vocabulary of two models", () => {
  it("has every token where both vocabularies are the same, repeated texts too", () => {
    const both = joint(["a", "\ufffd", "\ufffd"], ["a", "\ufffd", "\ufffd"]);
    expect(both.whole).toBe(true);
    expect([...both.second]).toEqual([0, 1, 2]);
    const p = Float64Array.of(0.5, 0.25, 0.25);
    expect(onEvents(p, both.first, both.whole)).toEqual(p);
  });

  it("has the strings that are one token in both where they differ", () => {
    const both = joint(["a", " b", "\ufffd", "c", "c", ""], [" b", "\ufffd", "", "c", "a"]);
    expect(both.whole).toBe(false);
    expect(both.texts).toEqual(["a", " b"]);
    expect([...both.first]).toEqual([0, 1]);
    expect([...both.second]).toEqual([4, 0]);
  });

  it("puts all other tokens together as one event", () => {
    const both = joint(["a", "b", "c"], ["b", "x"]);
    expect([...onEvents(Float64Array.of(0.5, 0.3, 0.2), both.first, both.whole)]).toEqual([
      0.3, 0.7,
    ]);
    expect([...onEvents(Float64Array.of(0.25, 0.75), both.second, both.whole)]).toEqual([
      0.25, 0.75,
    ]);
  });
});
