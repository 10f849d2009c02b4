import { describe, expect, it } from "vitest";
import { openingEntry } from "../../../core/gallery/gallery";
import { promptLines } from "./lines";

const { prompt } = openingEntry();
const set = Object.keys(prompt.shot_sets)[0] ?? "";
const lane = (k: number) => ({ id: "few", shot_set: set, shots: [...Array(k).keys()] });
const text = (fragments: readonly { text: string }[]) => fragments.map((f) => f.text).join("");

describe("the prompt in lines", () => {
  it("has the examples that are read, and the next one that is not", () => {
    const lines = promptLines(prompt, lane(8), 2);
    expect(lines?.examples.map(({ shown }) => shown)).toEqual([true, true, false]);
    expect(text(lines?.examples[0]?.fragments ?? [])).toBe("hot -> cold");
    expect(text(lines?.question ?? [])).toMatch(/ ->$/);
    expect(lines?.hidden).toBe(0);
  });
  it("leaves out of the middle what has no room, and counts it", () => {
    const lines = promptLines(prompt, lane(8), 8);
    expect(lines?.examples).toHaveLength(8);
    const shots = [...(prompt.shot_sets[set] ?? []), ...(prompt.shot_sets[set] ?? [])];
    const twice = { ...prompt, shot_sets: { [set]: shots } };
    const many = promptLines(twice, lane(16), 16);
    expect(many?.hidden).toBe(7);
    expect(many?.examples.map(({ at }) => at)).toEqual([0, 1, 9, 10, 11, 12, 13, 14, 15]);
  });
  it("is nothing where the template has a fault", () => {
    expect(promptLines({ ...prompt, template: "no field" }, lane(1), 1)).toBeNull();
  });
});
