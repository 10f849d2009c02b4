import { describe, expect, it } from "vitest";
import {
  promptFor,
  entryOf,
  GALLERY,
  isOwn,
  readEntry,
  switchedSet,
  FOR_ANY,
  loadItems,
  another,
} from "./gallery";
import { aboutTask } from "./taskWords";
import { checkPrompt, render } from "../prompting/render";
import { taskVerdict, VERDICTS } from "./verdicts";
import { en } from "../../words/en";
import { zh } from "../../words/zh";

describe.each(GALLERY.map((entry) => [entry.id, entry] as const))("gallery: %s", (_, entry) => {
  it("has at least eight examples in each set", () => {
    for (const shots of Object.values(entry.prompt.shot_sets)) {
      expect(shots.length).toBeGreaterThanOrEqual(8);
    }
  });
  it("asks questions that can be rendered, with the expected answer among the answers", () => {
    for (const set of Object.keys(entry.prompt.shot_sets)) {
      for (const { input } of entry.queries) {
        const prompt = promptFor(entry, input, set);
        checkPrompt(prompt);
        render(prompt, { id: "few", shot_set: set, shots: [0, 1, 2, 3, 4, 5, 6, 7] });
        expect(prompt.labels.map((label) => label.text)).toContain(prompt.query.expected);
      }
    }
  });
  it("does not ask what an example has answered", () => {
    const shown = Object.values(entry.prompt.shot_sets).flat();
    const inputs = new Set(shown.map((shot) => shot.input));
    for (const { input } of entry.queries) expect(inputs.has(input)).toBe(false);
  });
  it("is its own until someone changes it", () => {
    const [set = ""] = Object.keys(entry.prompt.shot_sets);
    const prompt = promptFor(entry, entry.queries[0]?.input ?? "", set);
    expect(isOwn(entry, prompt, set)).toBe(true);
    expect(isOwn(entry, { ...prompt, instruction: "Mine." }, set)).toBe(false);
  });
});

describe("a task", () => {
  it("may be made for one model, and else is for any", () => {
    const file = { id: "a", order: 1, queries: [], prompt: GALLERY[0]?.prompt };
    expect(readEntry({ ...file, model: "house" }).model).toBe("house");
    expect(readEntry(file).model).toBeNull();
  });
  it("that is made for a model comes after those for any", () => {
    const firstOfOne = GALLERY.findIndex((entry) => entry.model !== null);
    const rest = firstOfOne < 0 ? [] : GALLERY.slice(firstOfOne);
    expect(rest.every((entry) => entry.model !== null)).toBe(true);
  });
});

describe("switching the shot set", () => {
  const entry = entryOf("same-word");
  if (!entry) throw new Error("The opening task is gone.");
  const prompt = promptFor(entry, "fast", "opposite");

  it("takes the expected answer along", () => {
    expect(switchedSet(entry, prompt, "opposite", "CAPITALS").query.expected).toBe(" FAST");
  });
  it("leaves an answer alone that a person wrote", () => {
    const mine = { ...prompt, query: { input: "fast", expected: " quick" } };
    expect(switchedSet(entry, mine, "opposite", "CAPITALS").query.expected).toBe(" quick");
  });
  it("leaves a question alone that a person wrote", () => {
    const mine = { ...prompt, query: { input: "happy", expected: " sad" } };
    expect(switchedSet(entry, mine, "opposite", "CAPITALS")).toEqual(mine);
  });
});

const MEASURED = FOR_ANY.filter((entry) => taskVerdict(VERDICTS, entry.id));

describe.each(MEASURED.map((entry) => [entry.id, entry] as const))("items: %s", (id, entry) => {
  it("are at least 200 that can be asked, none asked or answered elsewhere on the page", async () => {
    const file = await loadItems(id);
    if (!file) throw new Error(`There are no items for ${id}.`);
    expect(file.id).toBe(id);
    expect(file.source && file.licence && file.built).toBeTruthy();
    expect(file.items.length).toBeGreaterThanOrEqual(200);
    const shown = Object.values(entry.prompt.shot_sets).flat();
    const taken = new Set([...shown, ...entry.queries].map((item) => item.input));
    expect(file.items.filter((item) => taken.has(item.input))).toEqual([]);
    expect(new Set(file.items.map((item) => item.input)).size).toBe(file.items.length);
    for (const set of Object.keys(entry.prompt.shot_sets)) {
      for (const { input, labels, expected } of file.items) {
        const texts = labels ?? entry.labelsBySet[set] ?? entry.prompt.labels.map((l) => l.text);
        checkPrompt({ ...entry.prompt, query: { input }, labels: texts.map((text) => ({ text })) });
        expect(texts).toContain(expected[set]);
      }
    }
  });
});

it("has none for a task that does not exist", async () => {
  expect(await loadItems("nothing")).toBeUndefined();
});

describe("a drawn question", () => {
  const items = [
    { input: "a", expected: { x: " 1" } },
    { input: "b", expected: { x: " 2" } },
  ];
  it("is another one than now", () => {
    expect(another(items, "a", () => 0)?.input).toBe("b");
    expect(another(items, "c", () => 0.999)?.input).toBe("b");
    expect(another([], "a")).toBeNull();
  });
  it("is the task's own, and its answer follows the shot set", async () => {
    const [first] = GALLERY;
    if (first === undefined) throw new Error("The gallery is empty.");
    const entry = { ...first, items: (await loadItems(first.id))?.items ?? [] };
    const [from = "", to = ""] = Object.keys(first.prompt.shot_sets);
    const item = entry.items[0];
    const prompt = promptFor(entry, item?.input ?? "", from);
    expect(prompt.query.input).toBe(item?.input);
    expect(isOwn(entry, prompt, from)).toBe(true);
    expect(switchedSet(entry, prompt, from, to).query.expected).toBe(item?.expected[to]);
  });
});

it("tells of a model's training beside that model alone", () => {
  const entry = entryOf("zog-or-fip");
  for (const [{ gallery }, training] of [
    [en, "no training episode"],
    [zh, "训练"],
  ] as const) {
    const words = gallery["zog-or-fip"];
    if (words === undefined || entry === undefined) throw new Error("The task is gone.");
    expect(aboutTask(words, entry, "house-gpt2")).toContain(training);
    expect(aboutTask(words, entry, "smollm2-135m")).not.toContain(training);
    expect(aboutTask(words, entry, null)).not.toContain(training);
  }
});
