import { expect, it } from "vitest";
import { SHELF } from "../../core/gallery/shelf";
import { shown } from "../../core/text/table";
import { en } from "../../words/en";
import { table } from "./table";

it("has a row for every glass, with its number of examples and what the model says", () => {
  const { columns, rows } = table(en);
  expect(rows).toHaveLength(36);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  const last = rows.at(-1)?.map(shown);
  expect(last?.slice(0, 2)).toEqual(["CAPITALS", "8"]);
  expect(last?.at(-1)).toBe("FAST");
  const p = SHELF.rows.at(-1)?.glasses.at(-1)?.parts[3] ?? 0;
  expect(last?.at(-2)).toBe((100 * p).toFixed(1));
});
