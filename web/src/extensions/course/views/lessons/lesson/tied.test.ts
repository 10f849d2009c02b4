import { describe, expect, it } from "vitest";
import { IDS, lessonPage, lessonResult } from "../lessons";
import { drawnPoints, withFigures } from "./tied";
import { pointOf, type Result } from "../../../../../core/experiments/result";
import type { Stock } from "../../../../../ui/figures/stock/stock";

const points = [
  { x: 1, y: 0.5 },
  { x: "32 steps", y: 9 },
];
const result = { name: "coins", series: [{ name: "heads", x: "", unit: "", points }] } as never;

describe("words and marks", () => {
  it.each<[Stock["kind"], string[]]>([
    ["dots", ["heads[1]"]],
    ["bars", ["heads[1]"]],
    ["histogram", []],
  ])("are tied where a point has a mark of its own: %s", (kind, expected) => {
    const stock = [{ id: "a", kind, series: ["heads"], listed: ["32 steps"] }];
    expect([...drawnPoints(stock, result as Result)]).toEqual(expected);
  });
  it("are tied to a point that has a row of its own", () => {
    const stock: Stock[] = [{ id: "a", kind: "dots", series: ["heads[1]"] }];
    expect([...drawnPoints(stock, result as Result)]).toEqual(["heads[1]"]);
  });
  it("are not tied where marks come and go with a choice", () => {
    const choose = { side: ["heads", "tails"] };
    const stock: Stock[] = [{ id: "a", kind: "dots", series: ["{side}"], choose }];
    expect(drawnPoints(stock, result as Result)).toEqual(new Set());
  });
  it.each(IDS)("are points that the result has: %s", async (id) => {
    const [{ stock }, own] = await Promise.all([lessonPage(id, "en"), lessonResult(id)]);
    const names = own === null ? [] : [...drawnPoints(stock, own)];
    const places = names.map((name) => /^(.+)\[(.+)\]$/.exec(name)?.slice(1) ?? []);
    for (const [series = "", x = ""] of places)
      expect(own && pointOf(own, series, x).y).toBeTypeOf("number");
  });
  it("are pieces that make the paragraph again, its terms as they were", () => {
    const pieces = [
      { text: "Loss ", term: null },
      { text: "tokens", term: "token" as const },
      { text: " is 0.5, or 9.", term: null },
    ];
    const figures = [
      { at: 15, length: 3, of: "heads[1]" },
      { at: 23, length: 1, of: "heads[2]" },
    ];
    const cut = withFigures(pieces, figures);
    expect(cut.map(({ text }) => text)).toEqual([
      "Loss ",
      "tokens",
      " is ",
      "0.5",
      ", or ",
      "9",
      ".",
    ]);
    expect(cut.map(({ of }) => of).filter(Boolean)).toEqual(["heads[1]", "heads[2]"]);
    expect(cut[1]?.term).toBe("token");
  });
});
