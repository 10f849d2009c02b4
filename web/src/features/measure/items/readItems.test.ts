import { describe, expect, it } from "vitest";
import {
  isRefusal,
  itemsText,
  ownItems,
  readItems,
  type ItemsFault,
  type OwnItem,
} from "./readItems";

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

function readBack(text: string): OwnItem[] {
  const read = readItems(text);
  if (isRefusal(read)) throw new Error(read.faults[0].kind);
  return ownItems(read);
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe("a visitor's items", () => {
  it("come back from 300 quoted tables, with a line of headings and without", () => {
    const next = random(3);
    for (let round = 0; round < 300; round += 1) {
      const items = texts(next);
      const separator = next() < 0.5 ? "," : "\t";
      const lines = items.map(({ input, expected }) => [input, expected].map(quoted).join(separator)); // prettier-ignore
      const head = next() < 0.5 ? [`text${separator}label`] : [];
      const text = [...head, ...lines].join(next() < 0.5 ? "\n" : "\r\n");
      expect(readBack(text)).toEqual(items);
    }
  });
  it("come back from their own text as JSON", () => {
    const next = random(5);
    for (let round = 0; round < 100; round += 1) {
      const items = texts(next).map((item) =>
        next() < 0.5 ? item : { ...item, labels: [item.expected, "other"] },
      );
      const read = readItems(itemsText(items));
      if (!isRefusal(read)) expect(ownItems(read)).toEqual(items);
      else expect(read.faults[0].kind).toBe("answers"); // one answer alone is shared by those without labels
    }
  });
});

describe("what cannot be measured", () => {
  it("is refused as the reader refuses it", () => {
    expect(readItems("input,expected\na,x\nb,y,z\n,x")).toMatchObject({
      faults: [
        { kind: "cells", row: 3 },
        { kind: "empty", row: 4 },
      ],
    });
  });
  it("is too many rows, or too many answers", () => {
    const rows = (count: number, answers: number) =>
      Array.from({ length: count }, (_, i) => `q${i}\ta${i % answers}`).join("\n");
    const refused = (fault: ItemsFault) => ({ faults: [fault], more: 0 });
    expect(readItems(rows(1001, 2))).toEqual(refused({ kind: "many", rows: 1001 }));
    expect(readItems(rows(65, 65))).toEqual(refused({ kind: "answers", count: 65 }));
    expect(readItems("a\tx\nb\tx")).toEqual(refused({ kind: "answers", count: 1 }));
    expect(isRefusal(readItems(rows(1000, 64)))).toBe(false);
  });
});
