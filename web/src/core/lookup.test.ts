// Names that every object has something under: as the names of sets of examples, answers and columns.

import { describe, expect, it } from "vitest";
import { MOST_ROWS, outputsOf } from "./gallery/axisRows";
import { GALLERY, isOwn, promptFor, readEntry, switchedSet } from "./gallery/gallery";
import { byTask, setName, type TaskWords } from "./gallery/taskWords";
import { lookup } from "./lookup";
import { isOrderAlone } from "./prompting/order";
import { contradicts, restored } from "./prompting/relabelling";
import { shotsOf } from "./prompting/editing";
import { placed } from "./text/placed";

const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
const SHOTS = [{ input: "hot", output: " cold" }];
const PROMPT = {
  template: "{input} ->{output}",
  query: { input: "up" },
  labels: [{ text: " down" }],
};

function task(set: string) {
  const shot_sets = Object.fromEntries([[set, SHOTS], ["other", SHOTS]]); // prettier-ignore
  return readEntry({
    id: "foreign",
    order: 1,
    queries: [{ input: "up", expected: { other: " down" } }],
    prompt: JSON.parse(JSON.stringify({ ...PROMPT, shot_sets })) as unknown,
  });
}

describe.each(NAMES)("the name %s", (name) => {
  it("is nothing that a table has", () => {
    expect(lookup({}, name)).toBeUndefined();
    expect(lookup(JSON.parse(`{"${name}": 1}`) as Record<string, number>, name)).toBe(1);
  });
  it("names a set of examples as any other", () => {
    const entry = task(name);
    const prompt = promptFor(entry, "up", name);
    expect(prompt.query).toEqual({ input: "up" });
    expect(prompt.labels).toEqual(PROMPT.labels);
    expect(shotsOf(prompt, name)).toEqual(SHOTS);
    expect(outputsOf(prompt, name).slice(0, MOST_ROWS)).toEqual([" cold"]);
    expect(isOwn(entry, prompt, name)).toBe(true);
    expect(switchedSet(entry, prompt, name, "other").query.expected).toBe(" down");
  });
  it("is no set of a task that has none of it", () => {
    const [entry] = GALLERY;
    if (entry === undefined) throw new Error("there is no task");
    const { prompt } = entry;
    expect(shotsOf(prompt, name)).toEqual([]);
    expect(isOrderAlone(prompt, name, 1)).toBeNull();
    expect(promptFor(entry, prompt.query.input, name).labels).toEqual(prompt.labels);
  });
  it("is called as it is written, and names no task", () => {
    const words: TaskWords = { title: "", about: "", differIn: "", sets: {} };
    expect(setName(words, name)).toBe(name);
    expect(byTask({ own: words })[name]).toBeUndefined();
  });
  it("is a question and an answer as any other", () => {
    expect(restored([{ input: name, output: " x" }], {})).toEqual([{ input: name, output: " x" }]);
    const moved = { kind: "flipped" as const, answers: {}, wrong: 1, shown: 2 };
    expect(contradicts(moved, name)).toBe(true);
  });
  it("is no value of a sentence", () => {
    expect(() => placed(`{${name}}`, {})).toThrow("has no value");
  });
});
