import { describe, expect, it } from "vitest";
import { scoreOf } from "../../../core/testing";
import { effect, likelier, wordEffect } from "./effect";

describe("verdict", () => {
  it("names the answer that the examples moved most, from where and to where", () => {
    const zero = scoreOf({ " slow": 0.0001, " faster": 0.0002 });
    const few = scoreOf({ " slow": 0.6601, " faster": 0.001 });
    expect(effect(zero, few, 4, " slow")).toEqual({
      ...{ kind: "goes", k: 4, label: " slow", from: 0.0001, to: 0.6601 },
    });
  });
  it("names the expected answer though another one moved more", () => {
    const zero = scoreOf({ " moo": 0.0001, " meow": 0.0001 });
    const few = scoreOf({ " moo": 0.0117, " meow": 0.0479 });
    expect(effect(zero, few, 3, " moo")).toMatchObject({ label: " moo", to: 0.0117 });
    expect(effect(zero, few, 3, null)).toMatchObject({ label: " meow", to: 0.0479 });
  });
  it("says nothing moved when no answer moved by a point", () => {
    const zero = scoreOf({ " a": 0.2, " b": 0.1 });
    const few = scoreOf({ " a": 0.204, " b": 0.104 });
    expect(effect(zero, few, 4, " a")).toEqual({ kind: "nothing", k: 4 });
  });
  it("separates form from choice when the shares stay", () => {
    const zero = scoreOf({ " a": 0.06, " b": 0.04 });
    const few = scoreOf({ " a": 0.54, " b": 0.34 });
    expect(effect(zero, few, 8, " b")).toMatchObject({ kind: "together", same: true });
  });
  it("calls the choice another where the lead passes on, though the shares hardly move", () => {
    const zero = scoreOf({ " a": 0.052, " b": 0.048 });
    const few = scoreOf({ " a": 0.44, " b": 0.46 });
    expect(effect(zero, few, 8, " b")).toMatchObject({ kind: "goes", label: " b", to: 0.46 });
  });
  it("says when an answer lost", () => {
    const zero = scoreOf({ " a": 0.6, " b": 0.01 });
    const few = scoreOf({ " a": 0.2, " b": 0.1 });
    expect(effect(zero, few, 2, null)).toMatchObject({
      ...{ kind: "goes", label: " a", from: 0.6, to: 0.2 },
    });
  });
  it("sums many small moves", () => {
    const zero = scoreOf({ " a": 0.001, " b": 0.001 });
    const few = scoreOf({ " a": 0.009, " b": 0.009 });
    expect(effect(zero, few, 2, null)).toMatchObject({ kind: "together", same: false });
  });
  it("has no verdict without examples or answers", () => {
    const none = scoreOf({ " a": 0.5 });
    const nothing = { kind: "no-examples", there: true, label: null, p: 0 };
    expect(effect(none, none, 0, null)).toEqual(nothing);
    expect(effect(none, none, 0, null, false)).toEqual({ ...nothing, there: false });
    expect(effect(none, none, 0, " a")).toEqual({ ...nothing, label: " a", p: 0.5 });
    expect(effect(scoreOf({}), scoreOf({}), 4, null)).toEqual({ kind: "no-answers" });
  });
});

describe("the likeliest next word beside the expected answer", () => {
  const cow = {
    ...{ text: " cow", word: "cow", p: 0.14, answer: null, begins: null, whole: null, holds: [] },
  };
  it("is a miss where it is another word, or another answer", () => {
    expect(likelier(cow, " moo", "moo")).toEqual({
      ...{ word: "cow", p: 0.14, answer: false, missed: "moo" },
    });
    const positive = { ...cow, word: "Positive", answer: " Positive" };
    expect(likelier(positive, " Negative", "Negative")?.missed).toBe("Negative");
    expect(likelier(positive, " Positive", "Positive")).toBeNull();
  });
  it("is nothing to speak of where it is the space that the answer begins with", () => {
    const space = { ...cow, text: " ", word: "(space)", p: 0.97, holds: [" 9", " 10"] };
    expect(likelier(space, " 9", "9")).toBeNull();
    expect(likelier({ ...space, text: "\n", holds: [] }, " 9", "9")?.missed).toBe("9");
  });
  it("is no miss where it is the answer's own first token", () => {
    const begun = { ...cow, text: " m", word: "m", holds: [" moo"] };
    expect(likelier(begun, " moo", "moo")).toMatchObject({ word: "m", missed: null });
    expect(likelier({ ...begun, holds: [], begins: "moo" }, " moo", "moo")?.missed).toBeNull();
  });
  it("is no miss of a whole sentence, which can be said in other words", () => {
    const today = { ...cow, text: " Today", word: "Today", p: 0.33 };
    const sentences = ["The weather is really nice today.", "今天天气真好。"];
    for (const text of sentences) expect(likelier(today, text, text)?.missed).toBeNull();
    const other = { ...today, word: "It is late.", answer: " It is late." };
    expect(likelier(other, " Stop.", "Stop.")?.missed).toBe("Stop."); // a whole answer against a whole one
  });
});

describe("a word that is no answer, where no answer moved", () => {
  const short = {
    ...{ text: " short", word: "short", p: 0.086, answer: null, begins: null, whole: null },
    holds: [],
  };
  const missed = { label: "brief", p: 0.005 };
  it("is told by its own change, as the glasses show it", () => {
    const zero = scoreOf({ " brief": 0.0001 }, [[" short", 0.002]]);
    expect(wordEffect(short, zero, 4, missed)).toEqual({
      ...{ kind: "word", k: 4, word: "short", under: false, from: 0.002, to: 0.086, missed },
    });
  });
  it("rose from less than the least that is listed, where it was not listed", () => {
    const zero = scoreOf({ " brief": 0.0001 }, [[" hot", 0.02]]);
    expect(wordEffect(short, zero, 4, null)).toMatchObject({ under: true, from: 0.02 });
  });
  it("is nothing to tell where it did not move either, or is an answer", () => {
    const zero = scoreOf({ " brief": 0.0001 }, [[" short", 0.08]]);
    expect(wordEffect(short, zero, 4, missed)).toBeNull();
    expect(wordEffect({ ...short, answer: " short" }, scoreOf({}), 4, missed)).toBeNull();
  });
});
