import { describe, expect, it } from "vitest";
import * as edit from "./editing";
import { parsePrompt } from "./render";

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
  it("never begin with two spaces, whatever is typed", () => {
    expect(edit.owned(prompt, " slow")).toBe(" slow");
    expect(edit.owned(prompt, "  slow ")).toBe(" slow ");
    expect(edit.owned(prompt, "  ")).toBe("");
  });
  it("begin with a space by the template alone, whatever the answers that are there do", () => {
    const exact = edit.editShot(prompt, "a", 0, { output: "cold" });
    expect(edit.owned(exact, "slow")).toBe(" slow");
    const tight = { ...prompt, template: "{input}\n{output}\n" };
    expect(edit.owned(tight, " slow")).toBe("slow");
    expect(edit.owned({ ...prompt, template: "{input} ->{output" }, "slow")).toBe(" slow");
  });
  it("that differ by their space alone are told apart", () => {
    const two = edit.editLabels(prompt, "slow\nfaster");
    const mixed = { ...two, labels: [{ text: "slow" }, ...two.labels] };
    expect(mixed.labels.map(({ text }) => edit.bare(mixed, text))).toEqual([
      "slow",
      "␣slow",
      "faster",
    ]);
    expect(edit.editLabels(mixed, "slow\n␣slow").labels).toEqual([{ text: " slow" }]);
  });
});

describe("another template", () => {
  it("moves the space of every answer that had it by the one before, and back", () => {
    const tight = edit.withTemplate(prompt, "{input}\n{output}\n");
    expect(tight.shot_sets.a).toEqual([{ input: "hot", output: "cold" }]);
    expect(tight.labels).toEqual([{ text: "slow" }, { text: "faster" }]);
    expect(tight.query.expected).toBe("slow");
    expect(edit.withTemplate(tight, prompt.template)).toEqual(prompt);
    const exact = edit.editShot(prompt, "a", 0, { output: "cold" });
    expect(edit.withTemplate(exact, tight.template).shot_sets.a?.[0]?.output).toBe("cold");
  });
});

describe("an example that is added", () => {
  it("has an empty reasoning where the template shows one, so that nothing is missing", () => {
    const reasons = { ...prompt, template: "{input}{reasoning} ->{output}\n" };
    expect(edit.addShot(reasons, "b").shot_sets.b).toEqual([
      { input: "", output: " ", reasoning: "" },
    ]);
    expect(edit.addShot(prompt, "b").shot_sets.b).toEqual([{ input: "", output: " " }]);
    expect(edit.ownedReasoning(reasons, "so it is")).toBe(" so it is");
  });
});

describe("the expected answer", () => {
  it("leaves the rows of the axis to the rule that they follow", () => {
    const changed = edit.editExpected(prompt, " sluggish");
    expect(changed.query).toEqual({ input: "fast", expected: " sluggish" });
    expect(changed.labels).toEqual(prompt.labels);
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
});

describe("rows of a spreadsheet", () => {
  const rows = [
    ["tall", "short"],
    ["old", "young"],
  ];
  const more = edit.shotsOfRows(prompt, rows);

  it("become examples whose answers own their blank", () => {
    expect(more).toEqual([
      { input: "tall", output: " short" },
      { input: "old", output: " young" },
    ]);
  });
  it("bring the blank the template asks for where there is no answer yet", () => {
    const empty = { ...prompt, shot_sets: {}, labels: [] };
    expect(edit.shotsOfRows(empty, [["a", "b"]])[0]?.output).toBe(" b");
    const lines = { ...empty, template: "Q: {input}\nA:\n{output}\n" };
    expect(edit.shotsOfRows(lines, [["a", "b"]])[0]?.output).toBe("b");
  });
  it("have their reasoning in the middle", () => {
    const reasons = { ...prompt, template: "Q: {input}\nBecause{reasoning}\nA:{output}\n" };
    expect(edit.shotsOfRows(reasons, [["2+2", "two and two", "4"]])).toEqual([
      { input: "2+2", output: " 4", reasoning: " two and two" },
    ]);
  });
  it("come after the row they were pasted into, and take the place of empty ones", () => {
    const shots = [
      { input: "hot", output: " cold" },
      { input: "", output: " " },
      { input: "rich", output: " poor" },
    ];
    const added = edit.addedShots(shots, more, 0);
    expect(added.shots.map((shot) => shot.input)).toEqual(["hot", "tall", "old", "rich"]);
    expect(added.left).toBe(0);
  });
  it("are left out beyond the most there may be, and counted", () => {
    const many = Array.from({ length: 15 }, (_, i) => ({ input: `q${i}`, output: " a" }));
    const added = edit.addedShots(many, more);
    expect(added.shots).toHaveLength(edit.MOST_SHOTS);
    expect(added.left).toBe(1);
  });
});

describe("answers on the axis", () => {
  it("are one a line, once each", () => {
    const { labels } = edit.editLabels(prompt, "slow\n\n faster \nslow");
    expect(labels).toEqual([{ text: " slow" }, { text: " faster" }]);
  });
});

describe("the order of the examples", () => {
  const shots = ["hot", "tall", "old", "rich"].map((input) => ({ input, output: " x" }));
  const four = edit.withShots(prompt, "a", shots);
  const inputs = (from: number, to: number) =>
    edit.shotsOf(edit.moveShot(four, "a", from, to), "a").map(({ input }) => input);

  it("changes by one that is moved, down or up, and by nothing else", () => {
    expect(inputs(0, 3)).toEqual(["tall", "old", "rich", "hot"]);
    expect(inputs(3, 1)).toEqual(["hot", "rich", "tall", "old"]);
    expect(inputs(2, 2)).toEqual(["hot", "tall", "old", "rich"]);
    expect(edit.shotsOf(four, "a").map(({ input }) => input)[0]).toBe("hot");
  });
});
