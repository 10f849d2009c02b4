import { describe, expect, it } from "vitest";
import * as edit from "./editing";
import { parsePrompt } from "./prompting";

const prompt = parsePrompt({
  instruction: "",
  template: "{input} ->{output}\n",
  shot_sets: { a: [{ input: "hot", output: " cold" }], b: [] },
  query: { input: "fast", expected: " slow" },
  labels: [{ text: " slow" }, { text: " faster" }],
});

describe("answers", () => {
  it("are read and typed without the blank they own", () => {
    expect(edit.bare(prompt, " slow")).toBe("slow");
    expect(edit.owned(prompt, "slow")).toBe(" slow");
  });
  it("are left alone where they own no blank", () => {
    const tight = edit.editShot(prompt, "a", 0, { output: "cold" });
    expect(edit.bare(tight, " slow")).toBe(" slow");
    expect(edit.owned(tight, "slow")).toBe("slow");
  });
});

describe("the expected answer", () => {
  it("changes its label with it", () => {
    const changed = edit.editExpected(prompt, " sluggish");
    expect(changed.labels.map((label) => label.text)).toEqual([" sluggish", " faster"]);
  });
  it("can be one of the other answers, which stay", () => {
    expect(edit.editExpected(prompt, " faster").labels).toEqual(prompt.labels);
  });
  it("can be none", () => {
    const none = edit.editExpected(prompt, "");
    expect(none.query).toEqual({ input: "fast" });
    expect(none.labels).toEqual(prompt.labels);
  });
});

describe("examples", () => {
  it("are edited in their own set, in a new prompt", () => {
    const changed = edit.editShot(prompt, "a", 0, { output: " icy" });
    expect(edit.shotsOf(changed, "a")[0]?.output).toBe(" icy");
    expect(edit.shotsOf(prompt, "a")[0]?.output).toBe(" cold");
  });
  it("come back where they were", () => {
    const two = edit.addShot(prompt, "a");
    const shot = { input: "hot", output: " cold" };
    const back = edit.insertShot(edit.removeShot(two, "a", 0), "a", 0, shot);
    expect(back).toEqual(two);
  });
  it("can be pasted as rows of two columns", () => {
    const pasted = edit.pastedShots(prompt, "tall\tshort\nold\tyoung\n");
    expect(pasted).toEqual([
      { input: "tall", output: " short" },
      { input: "old", output: " young" },
    ]);
    expect(edit.pastedShots(prompt, "just a word")).toBeNull();
  });
});

describe("answers on the axis", () => {
  it("are one a line, once each", () => {
    const { labels } = edit.editLabels(prompt, "slow\n\n faster \nslow");
    expect(labels).toEqual([{ text: " slow" }, { text: " faster" }]);
  });
});
