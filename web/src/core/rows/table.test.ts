import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exactRows } from "./table";

interface Table {
  name: string;
  text: string;
  cells: { row: number; cells: string[]; open: boolean }[];
}

const path = new URL("../../../../tests/contract/rows.json", import.meta.url);
const { tables } = JSON.parse(readFileSync(path, "utf-8")) as { tables: Table[] };

describe("text is parted into cells as the server parts it", () => {
  it.each(tables)("$name", ({ text, cells }) => {
    const read = exactRows(text).map((row) => ({
      ...row,
      cells: row.cells.map((cell) => cell.trim()),
    }));
    expect(read).toEqual(cells);
  });
});

describe("a line of a million characters", () => {
  it.each([" ".repeat(1e6) + ".", '"'.repeat(1e6 + 1), '"' + "a".repeat(1e6)])(
    "is one cell at once (%#)",
    (text) => expect(exactRows(text)[0]?.cells).toHaveLength(1),
  );
});
