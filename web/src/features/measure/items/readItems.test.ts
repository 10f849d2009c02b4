import { describe, expect, it } from "vitest";
import { isFault, itemsText, readItems, type OwnItem } from "./readItems";

/** Numbers that look random and are the same every time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const LETTERS = ["a", "é", "快", " ", '"', ",", "\n", "'", "😀", "|x", "{"];

function texts(next: () => number): OwnItem[] {
  const count = 2 + Math.floor(6 * next());
  return Array.from({ length: count }, (_, i) => {
    const letters = Array.from({ length: Math.floor(6 * next()) }, () => LETTERS[Math.floor(LETTERS.length * next())] ?? ""); // prettier-ignore
    return { input: `q${i}${letters.join("")}z`, expected: `answer ${i % 2}` };
  });
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe("a visitor's items", () => {
  it("come back from 300 quoted tables, with a line of headings and without", () => {
    const next = random(3);
    for (let round = 0; round < 300; round += 1) {
      const items = texts(next);
      const separator = next() < 0.5 ? "," : "\t";
      const lines = items.map(({ input, expected }) => [input, expected].map(quoted).join(separator)); // prettier-ignore
      const head = next() < 0.5 ? [`input${separator}expected`] : [];
      const text = [...head, ...lines].join(next() < 0.5 ? "\n" : "\r\n");
      expect(readItems(text)).toEqual({ items, repeated: 0 });
    }
  });
  it("come back from their own text as JSON", () => {
    const next = random(5);
    for (let round = 0; round < 100; round += 1) {
      const items = texts(next).map((item) =>
        next() < 0.5 ? item : { ...item, labels: [item.expected, "other"] },
      );
      const read = readItems(itemsText(items));
      if (!isFault(read)) expect(read.items).toEqual(items);
      else expect(read.kind).toBe("answers"); // one answer alone is shared by those without labels
    }
  });
  it("are read from arrows, a table with labels and JSON of two forms", () => {
    const two = [
      { input: "hot", expected: "cold" },
      { input: "big", expected: "small" },
    ];
    expect(readItems("hot -> cold\n\nbig → small\n")).toEqual({ items: two, repeated: 0 });
    expect(readItems(JSON.stringify({ items: two }))).toEqual({ items: two, repeated: 0 });
    expect(readItems("expected,labels,input\ncold,cold|warm,hot\n")).toEqual({
      items: [{ input: "hot", expected: "cold", labels: ["cold", "warm"] }],
      repeated: 0,
    });
  });
  it("that ask the same again are left out, and counted", () => {
    const read = readItems("a\tx\nb\ty\na\ty");
    expect(read).toEqual({
      items: [
        { input: "a", expected: "x" },
        { input: "b", expected: "y" },
      ],
      repeated: 1,
    });
  });
});

describe("what is no list of items", () => {
  it.each([
    ["", { kind: "nothing" }],
    ["input,expected", { kind: "nothing" }],
    ["a\tx\nb", { kind: "cells", row: 2, cells: 1 }],
    ["input,expected\na,x\nb,y,z", { kind: "cells", row: 3, cells: 3 }],
    ["a\tx\n\ty", { kind: "empty", row: 2, column: "input" }],
    ["a\tx\nb\t ", { kind: "cells", row: 2, cells: 1 }],
    ["input,expected,weight\na,x,1", { kind: "columns", columns: ["input", "expected", "weight"] }],
    ["a,x,y|z\nb,y,y|z", { kind: "labels", row: 1, expected: "x" }],
    ["a\tx\nb\tx", { kind: "answers", count: 1 }],
    ['[{"input": "a"}]', { kind: "fields", row: 1 }],
    ['[{"input": "a", "expected": "x"}, 3]', { kind: "fields", row: 2 }],
  ])("%j is refused with its row", (text, fault) => {
    expect(readItems(text)).toEqual(fault);
  });
  it("is too many rows, too many answers, or broken JSON", () => {
    const rows = (count: number, answers: number) =>
      Array.from({ length: count }, (_, i) => `q${i}\ta${i % answers}`).join("\n");
    expect(readItems(rows(1001, 2))).toEqual({ kind: "many", rows: 1001 });
    expect(readItems(rows(65, 65))).toEqual({ kind: "answers", count: 65 });
    expect(isFault(readItems(rows(1000, 64)))).toBe(false);
    expect(readItems('[{"input": ')).toMatchObject({ kind: "json" });
  });
});
