import { describe, expect, it } from "vitest";
import { FOR_ANY } from "./gallery";
import { loadItems } from "./items";
import { taskVerdict, VERDICTS } from "./verdicts";
import { checkPrompt } from "../prompting/render";

const MEASURED = FOR_ANY.filter((entry) => taskVerdict(VERDICTS, entry.id));

describe.each(MEASURED.map((entry) => [entry.id, entry] as const))("items: %s", (id, entry) => {
  it("are at least 200 that can be asked, none asked or answered elsewhere on the page", async () => {
    const file = await loadItems(id);
    if (!file) throw new Error(`There are no items for ${id}.`);
    expect(file.id).toBe(id);
    expect(file.source && file.licence && file.built).toBeTruthy();
    expect(file.items.length).toBeGreaterThanOrEqual(200);
    const shown = Object.values(entry.prompt.shot_sets).flat();
    const taken = new Set([...shown, ...entry.queries].map((one) => one.input));
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
