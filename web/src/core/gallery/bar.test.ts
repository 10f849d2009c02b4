// What a sequence of shots is, in its own order and in the other one.

import { describe, expect, test } from "vitest";
import { render } from "../prompting/render";
import {
  changedByOrder,
  examplesOf,
  otherOrder,
  promptOf,
  replyTo,
  type Bar,
  type Mix,
} from "./bar";

const bar: Bar = {
  task: "same-word",
  question: "fast",
  answers: [" slow", " FAST"],
  template: "{input} ->{output}\n",
  most: 2,
  bottles: [
    { set: "opposite", shots: [["hot", " cold"], ["tall", " short"]] },
    { set: "CAPITALS", shots: [["hot", " HOT"], ["tall", " TALL"]] },
  ],
  opens: "10",
  mixes: { poured: {}, other: {} },
  file: "bar/mixes.json",
}; // prettier-ignore

function mix(parts: number[], text: string, p: number): Mix {
  return { parts, next: [[text, p]] };
}

function textOf(shots: string, other = false): string {
  const examples = examplesOf(bar, shots, other);
  const places = [...examples.keys()];
  const lane = { id: "0", shot_set: places.length > 0 ? "poured" : null, shots: places };
  return render(promptOf(bar, examples, "fast"), lane).text;
}

describe("the bar", () => {
  test("the n-th shot is the n-th example of its bottle", () => {
    expect(textOf("")).toBe("fast ->");
    expect(textOf("10")).toBe("hot -> HOT\ntall -> short\nfast ->");
    expect(textOf("10", true)).toBe("tall -> short\nhot -> HOT\nfast ->");
  });

  test("in the other order the shots of the last bottle come first", () => {
    expect(otherOrder("3300")).toEqual([2, 3, 0, 1]);
    expect(otherOrder("0123")).toEqual([3, 0, 1, 2]);
    expect(otherOrder("0110")).toEqual([0, 3, 1, 2]);
    expect(otherOrder("2222")).toEqual([3, 2, 1, 0]); // of one bottle: backwards
  });

  test("it says an answer, another word, or what begins a word of the prompt", () => {
    const examples = examplesOf(bar, "11");
    const says = (given: Mix) => replyTo(bar.answers, given, examples).text;
    expect(says(mix([0.1, 0.2], " F", 0.3))).toBe(" FAST");
    expect(says(mix([0.1, 0.01], " fast", 0.3))).toBe(" fast");
    expect(says(mix([0.1, 0.01], " H", 0.3))).toBe(" H…");
  });

  test("how often the other order says another word counts mixes of several bottles", () => {
    const [slow, loud] = [mix([0.5, 0], " slow", 0.5), mix([0, 0.5], " F", 0.4)];
    const poured = { "00": slow, "01": loud, "10": slow, "11": loud };
    const other = { "00": slow, "01": slow, "10": slow, "11": loud };
    expect(changedByOrder(bar.answers, { poured, other })).toEqual({ changed: 1, of: 2 });
  });
});
