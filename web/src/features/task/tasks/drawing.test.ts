import { describe, expect, it } from "vitest";
import { another } from "./drawing";
import { promptFor, GALLERY, isOwn, switchedSet, loadItems } from "../../../core/gallery/gallery";

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
