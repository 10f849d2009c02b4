import { describe, expect, it } from "vitest";
import { entryOf, loadItems, readEntry } from "../../core/gallery/gallery";
import { examplesOf, questionPlaces, sharedLabels } from "../../core/measurement/plan";
import { blankPrompt, withTemplate } from "../../core/prompting/editing";
import { read, write } from "./address";
import { ownSource, taskSource } from "./items/source";
import { fitting, lacksItems, obstacleOf, planOf } from "./plan";
import { COMMON, headsOf } from "./questions/settings";
import { QUESTIONS, questionFor } from "./questions/table";

const ROWS = { examples: "rows", template: null } as const;
const OF = { model: "m" };
const reviews = entryOf("reviews");
const loaded = (await loadItems("reviews"))?.items ?? [];
const rows = Array.from({ length: 40 }, (_, i) => ({
  input: `row ${i}`,
  expected: i % 2 === 0 ? "yes" : "no",
}));

function source() {
  if (reviews === undefined) throw new Error("There is no task reviews.");
  return taskSource(reviews, reviews.prompt, "in turn", loaded);
}

describe("a task's items", () => {
  it("are asked without those that are examples", () => {
    const rows = source();
    const shots = new Set(rows.prompt.shot_sets["in turn"]?.map(({ input }) => input));
    expect(rows.items.length + rows.leftOut).toBe(loaded.length);
    expect(rows.items.some(({ input }) => shots.has(input))).toBe(false);
    const shot = reviews?.prompt.shot_sets["in turn"]?.[0];
    if (reviews === undefined || shot === undefined) throw new Error("no example");
    const twice = [...loaded, { input: shot.input, expected: { "in turn": shot.output } }];
    expect(taskSource(reviews, reviews.prompt, "in turn", twice).leftOut).toBe(rows.leftOut + 1);
  });
});

describe("a task of a folder, without a file of items", () => {
  const shots = [{ input: "hot", output: " cold" }];
  const prompt = { template: "{input} ->{output}\n", shot_sets: { opposites: shots } };
  const query = { input: "old", expected: " young" };
  const queries = ["old", "fast", "hot"].map((input, at) => ({
    input,
    expected: { opposites: [" young", " slow", " cold"][at] ?? "" },
  }));
  const entryIn = (own: object) =>
    readEntry({ id: "own.words", order: 1, queries, prompt: { ...prompt, query, ...own } });

  it("is asked its own questions, without those that are examples", () => {
    const entry = entryIn({});
    const { items, leftOut } = taskSource(entry, entry.prompt, "opposites", []);
    expect(items.map(({ input, expected }) => [input, expected])).toEqual([
      ["old", " young"],
      ["fast", " slow"],
    ]);
    expect(leftOut).toBe(1);
  });
  it("is asked the items of its prompt object where this has some", () => {
    const entry = entryIn({ items: [{ input: "big", expected: " small" }] });
    const { items } = taskSource(entry, entry.prompt, "opposites", []);
    expect(items.map(({ input }) => input)).toEqual(["big"]);
  });
});

describe("a task's items in another template", () => {
  it("have the space that it gives its examples' answers", () => {
    if (reviews === undefined) throw new Error("There is no task reviews.");
    const template = "Review: {input}\nSentiment:\n{output}\n\n";
    const prompt = withTemplate(reviews.prompt, template);
    const task = taskSource(reviews, prompt, "in turn", loaded);
    expect(new Set(task.items.map(({ expected }) => expected))).toEqual(new Set(["Positive", "Negative"])); // prettier-ignore
    expect(task.prompt.labels.every(({ text }) => !text.startsWith(" "))).toBe(true);
    const exact = taskSource(reviews, { ...reviews.prompt, template }, "in turn", loaded);
    expect(exact.items[0]?.expected.startsWith(" ")).toBe(true); // an object's answers are exact
  });
});

describe("rows of a visitor's own", () => {
  it("are examples and questions without overlap, with labels from their answers", () => {
    const own = ownSource(reviews, blankPrompt(), "examples", rows, ROWS);
    const [question] = QUESTIONS;
    if (question === undefined) throw new Error("There is no question.");
    const settings = { ...COMMON, ...question.defaults };
    const plan = planOf({ question, settings, source: own, of: OF, other: null });
    expect(plan.pool).toBe(8);
    expect(plan.shot_set).toBeNull();
    expect([...sharedLabels(plan)].sort()).toEqual([" no", " yes"]);
    expect(examplesOf(plan).filter(({ output }) => output === " yes")).toHaveLength(4);
    const questions = questionPlaces(plan).map((place) => plan.items[place]?.input);
    const shown = examplesOf(plan).map(({ input }) => input);
    expect(questions).toHaveLength(32);
    expect(shown).toHaveLength(8);
    expect(new Set([...questions, ...shown]).size).toBe(40);
  });
  it("say no more examples than a third of them", () => {
    const own = ownSource(reviews, blankPrompt(), "examples", rows.slice(0, 16), ROWS);
    const [question] = QUESTIONS;
    if (question === undefined) throw new Error("There is no question.");
    const settings = { ...COMMON, ...question.defaults };
    expect(fitting(settings, question, own).k).toEqual([0, 1, 2, 4]);
    expect(fitting(settings, question, source()).k).toEqual([0, 1, 2, 4, 8]);
    expect(fitting(settings, question, own).questions).toBe(own.items.length - 4);
    expect(fitting(settings, question, source()).questions).toBe(64);
  });
  it("are asked with the task's examples where that is wished", () => {
    if (reviews === undefined) throw new Error("There is no task reviews.");
    const own = ownSource(reviews, reviews.prompt, "in turn", rows, {
      examples: "task",
      template: "{input}\n{output}",
    });
    expect(own.set).toBe("in turn");
    expect(own.prompt.template).toBe(reviews.prompt.template);
    expect(own.items[0]?.expected).toBe(" yes");
    expect(own.prompt.labels).toEqual([]); // the task's say nothing of "yes"
    const known = [{ input: "new", expected: "Positive" }];
    const wish = { examples: "task", template: null } as const;
    const same = ownSource(reviews, reviews.prompt, "in turn", known, wish);
    expect(same.prompt.labels).toEqual(reviews.prompt.labels);
  });
  it("are asked in a template of their own, which decides the space before their answers", () => {
    const template = "Q: {input}\nA:\n{output}\n";
    const own = ownSource(reviews, blankPrompt(), "examples", rows, { examples: "rows", template });
    expect(own.prompt.template).toBe(template);
    expect(own.items[0]?.expected).toBe("yes");
  });
});

describe("a question", () => {
  it.each(QUESTIONS.map((question) => [question.id, question] as const))(
    "%s is told from its plan again",
    (id, question) => {
      const settings = { ...COMMON, ...question.defaults };
      const other = id === "models" ? "n" : null;
      const plan = planOf({ question, settings, source: source(), of: OF, other });
      expect(questionFor(plan).id).toBe(id);
      expect(Math.max(...plan.conditions.k)).toBeLessThanOrEqual(8);
    },
  );
  it("takes so many of the items as it asks, the same for a seed, others for another", () => {
    const question = QUESTIONS[1];
    if (question === undefined) throw new Error("There is no question.");
    const planned = (seed: number) => {
      const settings = { ...COMMON, ...question.defaults, seed };
      return planOf({ question, settings, source: source(), of: OF, other: null });
    };
    expect(planned(1).items).toHaveLength(64);
    expect(planned(1)).toEqual(planned(1));
    expect(planned(1).items).not.toEqual(planned(2).items);
  });
  it("says why it cannot be asked", () => {
    const none = { ...source(), items: [] };
    const labels = QUESTIONS.find(({ id }) => id === "labels");
    const models = QUESTIONS.find(({ id }) => id === "models");
    if (labels === undefined || models === undefined) throw new Error("There is no question.");
    expect([none, source()].map(lacksItems)).toEqual([true, false]);
    expect(obstacleOf(models, { source: source(), models: 1 })).toBe("one-model");
    expect(obstacleOf(labels, { source: { ...source(), examples: 2 }, models: 1 })).toBe("few-examples"); // prettier-ignore
    const own = source().items.map((item) => ({ ...item, labels: [item.expected, " x"] }));
    expect(obstacleOf(labels, { source: { ...source(), items: own }, models: 1 })).toBe("own-labels"); // prettier-ignore
    expect(obstacleOf(labels, { source: source(), models: 1 })).toBeNull();
  });
});

describe("heads that are switched off", () => {
  it("are read as Inside names them, and come back from a link into the plan", () => {
    const heads = headsOf("17.5, 3.0");
    expect(heads).toEqual([{ layer: 17, head: 5 }, { layer: 3, head: 0 }]); // prettier-ignore
    for (const text of ["17", "1.2 1.2", "1.2.3", "-1.0", "a.b"]) expect(headsOf(text)).toBeNull();
    expect(headsOf("")).toEqual([]);
    const { settings } = read(write({ settings: { heads: heads ?? [] } }));
    const [question] = QUESTIONS;
    if (question === undefined) throw new Error("There is no question.");
    const all = { ...COMMON, ...settings };
    const plan = planOf({ question, settings: all, source: source(), of: OF, other: null });
    expect(plan.heads_off).toEqual(heads);
    expect(() => read(new URLSearchParams("heads=1.2_x"))).toThrow();
  });
});
