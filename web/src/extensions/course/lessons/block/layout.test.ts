import { describe, expect, it } from "vitest";
import { blockParts, outsideParts, type BlockShape } from "../../../../core/models/block";
import { layout, LINE, WIDTH } from "./layout";
import shapes from "./shapes.json";

const LATER = [
  { head_norm: "head", part_norms: "both" },
  { head_norm: "head", part_norms: "out" },
  { parallel: "two norms" },
  { parallel: "one norm", part_norms: "both" },
].map((own, i) => {
  const llama = shapes.find(({ id }) => id === "llama-7b");
  if (llama === undefined) throw new Error("llama-7b");
  return { ...llama, id: `later-${i}`, config: { ...llama.config, ...own } };
});
const CASES = [...shapes, ...LATER].flatMap((shape) =>
  [false, true].map((cross) => ({ ...shape, cross })),
);

describe("the drawing of a block", () => {
  it.each(CASES)("draws every part once: $id, cross $cross", ({ config, cross, ...shape }) => {
    const drawn = layout(config as BlockShape, cross, shape.generates, shape.pooler);
    const parts = [
      ...blockParts(config as BlockShape, cross),
      ...outsideParts(config as BlockShape, shape),
    ];
    expect(drawn.boxes.map(({ part }) => part).sort()).toEqual(
      parts.map(({ name }) => name).sort(),
    );
    for (const box of drawn.boxes) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(WIDTH);
      expect(box.y + box.height).toBeLessThanOrEqual(drawn.height);
    }
  });
  it("lets no two parts meet", () => {
    for (const { config, cross, ...shape } of CASES) {
      const { boxes } = layout(config as BlockShape, cross, shape.generates, shape.pooler);
      boxes.forEach((a, i) => {
        for (const b of boxes.slice(i + 1)) {
          const apart =
            a.x + a.width <= b.x ||
            b.x + b.width <= a.x ||
            a.y + a.height <= b.y ||
            b.y + b.height <= a.y;
          expect(apart, `${a.part} and ${b.part}`).toBe(true);
        }
      });
    }
  });
  it("lets both parts of a parallel layer leave the line at one place", () => {
    const starts = CASES.map(({ config, cross, id, ...shape }) => {
      const drawn = layout(config as BlockShape, cross, shape.generates, shape.pooler);
      const tops = drawn.sublayers.map(({ branch }) => branch.split("H")[0]);
      return { same: tops[0] === tops.at(-1), parallel: id === "later-2" || id === "later-3" };
    });
    expect(starts.filter(({ same, parallel }) => same !== parallel)).toEqual([]);
  });
  it("puts a norm onto the line after the sum, or into the part before it", () => {
    const norm = (id: string) => {
      const shape = shapes.find((item) => item.id === id);
      return layout(shape?.config as BlockShape, false, true, false).boxes.find(
        ({ part }) => part === "attention_norm",
      );
    };
    expect(norm("gpt-1")?.x).toBeLessThan(LINE);
    expect(norm("gpt-2-small")?.x).toBeGreaterThan(LINE);
  });
});
