import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AnswerCount } from "../api/api.gen";
import { answerCounts } from "./alike";
import { answerIn, answerSpace } from "./answers";
import type { Columns } from "./columns";
import { textOf, type Encoding } from "./decoding";
import { UnreadableRows, type RowsFault } from "./faults";
import { readRows, type ReadRows } from "./items";

interface Case {
  name: string;
  text: string;
  chosen?: Partial<Columns>;
  named?: boolean;
}
interface Golden {
  rows: (Case & { read: ReadRows })[];
  faults: (Case & { faults: RowsFault[]; more: number })[];
  bytes: { name: string; base64: string; encoding?: Encoding; text?: string; fault?: RowsFault }[];
  files: {
    name: string;
    parts: [string, number][];
    count?: number;
    items?: string[][];
    faults?: RowsFault[];
  }[];
  answers: { name: string; items: Parameters<typeof answerCounts>[0]; answers: AnswerCount[] }[];
  spaces: { template: string; space: string; answers: [string, string][] }[];
}

const path = new URL("../../../../tests/contract/rows.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf-8")) as Golden;

function read({ text, chosen, named }: Case): ReadRows {
  return readRows(text, {
    ...(chosen === undefined ? {} : { columns: chosen }),
    ...(named === undefined ? {} : { header: named }),
  });
}

function refusalOf(run: () => unknown): unknown {
  try {
    return { read: run() };
  } catch (error) {
    if (error instanceof UnreadableRows) return { faults: error.faults, more: error.more };
    throw error;
  }
}

describe("rows of any form are read as the golden file says", () => {
  it.each(golden.rows)("$name", (item) => expect(read(item)).toEqual(item.read));
  it.each(golden.faults)("refused: $name", ({ faults, more, ...item }) =>
    expect(refusalOf(() => read(item))).toEqual({ faults, more }),
  );
  it.each(golden.answers)("answers: $name", ({ items, answers }) =>
    expect(answerCounts(items)).toEqual(answers),
  );
  it.each(golden.bytes)("bytes: $name", ({ base64, encoding, text, fault }) => {
    const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
    if (text === undefined)
      expect(refusalOf(() => textOf(bytes, encoding))).toEqual({ faults: [fault], more: 0 });
    else expect(textOf(bytes, encoding)).toBe(text);
  });
});

function fileOf(parts: [string, number][]): Uint8Array {
  const texts = parts.map(([base64, times]) => {
    const part = Buffer.from(base64, "base64").toString("latin1");
    return Array.from({ length: times }, (_, time) => part.replace("#", String(time))).join("");
  });
  return Uint8Array.from(Buffer.from(texts.join(""), "latin1"));
}

function short(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 20)}${text.slice(-20)} (${text.length})`;
}

describe("a file that is dropped is read, or refused in words", () => {
  it.each(golden.files)("$name", ({ parts, count, items = [], faults }) => {
    const bytes = fileOf(parts);
    if (faults !== undefined) {
      expect(refusalOf(() => readRows(textOf(bytes)))).toEqual({ faults, more: 0 });
      return;
    }
    const rows = readRows(textOf(bytes)).items;
    const ends = items.length > 1 ? [rows[0], rows.at(-1)] : [rows[0]];
    expect(ends.map((row) => [short(row?.input ?? ""), row?.expected])).toEqual(items);
    expect(rows).toHaveLength(count ?? 0);
  });
});

describe("the template decides whether an answer begins with a space", () => {
  it.each(golden.spaces)("$template", ({ template, space, answers }) => {
    expect(answerSpace(template)).toBe(space);
    for (const [typed, exact] of answers) {
      expect(answerIn(template, typed)).toBe(exact);
      expect(answerIn(template, exact)).toBe(exact);
    }
  });
});

describe("a line of a million characters", () => {
  it.each([" ".repeat(1e6) + ".", '"'.repeat(1e6 + 1), '"' + "a".repeat(1e6)])(
    "is refused at once (%#)",
    (text) =>
      expect(refusalOf(() => readRows(text))).toMatchObject({ faults: [{ kind: "cells" }] }),
  );
});
