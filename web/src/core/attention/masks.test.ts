import { describe, expect, it } from "vitest";
import {
  type MaskKind,
  additive,
  endSeen,
  filled,
  firstSeen,
  isSeen,
  mask,
  maySee,
  outline,
  maskRows,
  seenBy,
} from "./masks";

const KINDS: MaskKind[] = ["causal", "bidirectional", "banded"];
const square = { rows: 4, past: 0, band: 2 };
const cached = { rows: 2, past: 3, band: 2 };

function drawn(allowed: boolean[][]): string[] {
  return allowed.map((row) => row.map((may) => (may ? "#" : ".")).join(""));
}

describe("masks", () => {
  it("causal: each row sees itself and what is before it", () => {
    expect(drawn(mask("causal", square))).toEqual(["#...", "##..", "###.", "####"]);
  });

  it("bidirectional: each row sees all", () => {
    expect(drawn(mask("bidirectional", square))).toEqual(["####", "####", "####", "####"]);
  });

  it("banded: each row sees itself and the nearest before it", () => {
    expect(drawn(mask("banded", square))).toEqual(["#...", "##..", ".##.", "..##"]);
  });

  it("with a cache the rectangle is aligned lower right", () => {
    expect(drawn(mask("causal", cached))).toEqual(["####.", "#####"]);
    expect(drawn(mask("banded", cached))).toEqual(["..##.", "...##"]);
    expect(drawn(mask("bidirectional", cached))).toEqual(["#####", "#####"]);
  });

  it("the rows after a cache are the last rows of the whole mask", () => {
    for (const kind of KINDS) {
      const whole = mask(kind, { rows: 5, past: 0, band: 3 });
      expect(mask(kind, { rows: 2, past: 3, band: 3 })).toEqual(whole.slice(3));
    }
  });

  it("what a layer's rows see is the mask of its kind", () => {
    const kinds = [
      ["causal", null],
      ["banded", 2],
      ["bidirectional", "all"],
    ] as const;
    for (const [kind, sight] of kinds) {
      const drawing = mask(kind, square);
      drawing.forEach((row, i) => {
        expect(row.map((_, column) => isSeen(i, column, sight))).toEqual(row);
        const end = endSeen(i, sight, square.rows);
        expect({ start: firstSeen(i, sight), end }).toEqual(seenBy(kind, i, square));
      });
    }
  });

  it("a band as wide as the text is causal, and a band of none still sees itself", () => {
    expect(mask("banded", { ...square, band: 4 })).toEqual(mask("causal", square));
    expect(drawn(mask("banded", { ...square, band: 0 }))).toEqual(["#...", ".#..", "..#.", "...#"]);
  });

  it("is added as 0 where a row may look and as minus infinity where not", () => {
    expect(additive([[true, false]])).toEqual([[0, -Infinity]]);
  });

  it("rows and counts are the cells of the mask", () => {
    for (const kind of KINDS) {
      for (const shape of [square, cached]) {
        const cells = mask(kind, shape);
        expect(filled(kind, shape)).toBe(cells.flat().filter(Boolean).length);
        maskRows(kind, shape).forEach(({ x, y, width }) => {
          const row = (cells[y] ?? []).map((may, column) => (may ? column : -1));
          const seen = row.filter((column) => column >= 0);
          expect([seen[0], seen.length]).toEqual([x, width]);
        });
      }
    }
  });

  it("says what a row sees", () => {
    expect(seenBy("causal", 1, cached)).toEqual({ start: 0, end: 5 });
    expect(maySee("causal", 0, 4, cached)).toBe(false);
  });

  it("has an outline that walks around the filled cells", () => {
    expect(outline("causal", { rows: 2, past: 0, band: 1 })).toBe("M0 0L1 0V1L2 1V2L0 2V1L0 1V0Z");
    expect(outline("causal", { rows: 0, past: 0, band: 1 })).toBe("");
  });
});
