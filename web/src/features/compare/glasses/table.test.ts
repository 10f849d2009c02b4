import { expect, it } from "vitest";
import { shown } from "../../../core/text/table";
import { glassTable } from "./table";
import { glasses } from "./words.en";

const rows = [
  { k: 0, parts: [0.0001, 0.01], word: "(space)" },
  { k: 1, parts: [0.2, 0.1], word: "fast" },
  { k: 2, parts: null, word: "" },
];
const without = { nats: [1.36], change: [-0.15] };
const answers = ["slow", "faster"];
const texts = (...of: Parameters<typeof glassTable>) =>
  glassTable(...of).rows.map((row) => row.map(shown));

it("says what each example adds and what is lost without it, points first, nats last", () => {
  const { columns } = glassTable(rows, answers, 0, without, glasses.glasses);
  expect(columns.slice(-3)).toEqual([
    "points it adds",
    "points without it, of 1",
    "nats lost without it",
  ]);
  expect(texts(rows, answers, 0, without, glasses.glasses)).toEqual([
    ["0", "<\u202f0.1", "1.0", "1.0", "(space)", "", "", ""],
    ["1", "20.0", "10.0", "30.0", "fast", "+20.0", "−15.0", "1.36"],
    ["2", "", "", "", "", "", "", ""],
  ]);
});

it("leaves out what an answer that is not expected cannot gain, and what was not asked", () => {
  expect(glassTable(rows, answers, null, null, glasses.glasses).columns).toHaveLength(5);
  expect(glassTable(rows, answers, 0, null, glasses.glasses).columns).toHaveLength(6);
});
