import { describe, expect, it } from "vitest";
import { EXAMPLES, KINDS, linesOf, MARKS, partsOf, rowsOf, type Kind } from "./inputs";
import known from "./tokens.json";
import golden from "../../../../../../tests/contract/inputs.json";

describe("GPT-1's inputs", () => {
  it.each(golden.inputs)(
    "has the rows of the reference for $kind",
    ({ kind, parts, marks, rows }) => {
      const ids = rowsOf(kind as Kind, parts).map((row) =>
        row.map((item) => (typeof item === "string" ? marks[MARKS.indexOf(item)] : item)),
      );
      expect(ids).toEqual(rows);
    },
  );
  it("cuts a text at its dollar signs where the kind has several texts", () => {
    expect(partsOf("entailment", "An oak $ A tree")).toEqual(["An oak", "A tree"]);
    expect(partsOf("classification", "It cost $ 5.")).toEqual(["It cost $ 5."]);
    expect(partsOf("choice", "a $ b $ c $ d")).toEqual(["a", "b", "c", "d"]);
    expect(partsOf("similarity", "one $ two $ three")).toEqual(["one", "two"]);
  });
  it("knows when there are too few texts", () => {
    expect(partsOf("classification", "  ")).toBeNull();
    expect(partsOf("entailment", "An oak $ ")).toBeNull();
    expect(partsOf("choice", "a $ b")).toBeNull();
  });
  it.each(KINDS)("has an example of %s whose tokens are known", (kind) => {
    const parts = partsOf(kind, EXAMPLES[kind]) ?? [];
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) expect(Object.keys(known.texts)).toContain(part);
  });
  it("breaks boxes into lines and never leaves a line empty", () => {
    expect(linesOf([40, 40, 40, 200], 100, 4).map(({ x, y }) => [x, y])).toEqual([
      ...[
        [0, 0],
        [44, 0],
      ],
      ...[
        [0, 1],
        [0, 2],
      ],
    ]);
  });
});
