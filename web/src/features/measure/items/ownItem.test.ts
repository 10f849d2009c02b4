import { describe, expect, it } from "vitest";
import { itemsOf, itemsText, type OwnItem } from "./ownItem";

const ITEMS: OwnItem[] = [
  { input: "hot", expected: "cold" },
  { input: 'a "quoted", line\n', expected: "快", labels: ["快", "slow"], id: "7" },
];

describe("the items of a link", () => {
  it("come back from their own text", () => {
    expect(itemsOf(itemsText(ITEMS))).toEqual(ITEMS);
  });
  it.each([
    ["no list", '{"input": "a", "expected": "b"}'],
    ["an empty list", "[]"],
    ["too many", JSON.stringify(Array(1001).fill(ITEMS[0]))],
    ["an item that is null", "[null]"],
    ["no answer", '[{"input": "a"}]'],
    ["an empty question", '[{"input": "", "expected": "b"}]'],
    ["labels that are no list", '[{"input": "a", "expected": "b", "labels": "b|c"}]'],
    ["a label that is no text", '[{"input": "a", "expected": "b", "labels": [1]}]'],
    ["another key", '[{"input": "a", "expected": "b", "__proto__x": 1}]'],
    ["no JSON", "hot -> cold"],
  ])("are refused: %s", (_, text) => {
    expect(() => itemsOf(text)).toThrow();
  });
});
