import { describe, expect, it } from "vitest";
import { dots, type ChoiceRow } from "./dots";
import { headGrid } from "./heads";

describe("the grid of heads", () => {
  const curves = [0, 1].flatMap((layer) =>
    [0, 1, 2].map((head) => ({ id: `${layer}.${head}`, points: [{ step: 1, x: 5, y: 0.5 }] })),
  );
  it("has a cell for each, layers down and heads across", () => {
    const grid = headGrid(curves, 300, 10, null);
    expect([grid.layers, grid.heads, grid.sparks.length]).toEqual([2, 3, 6]);
    const [first, , , below] = grid.sparks;
    expect([below?.x, (below?.y ?? 0) > (first?.y ?? 0)]).toEqual([first?.x, true]);
    expect(first?.value).toBe(0.5);
    expect(grid.width).toBeLessThanOrEqual(300);
  });
  it("is empty without heads", () => {
    expect(headGrid([], 300, 10, null)).toMatchObject({ layers: 0, heads: 0, sparks: [] });
  });
});

describe("dots with intervals", () => {
  const row = (kind: ChoiceRow["kind"], value: number): ChoiceRow => ({
    ...{ kind, name: "a", form: null, n: 10 },
    choice: [value, value - 0.1, value + 0.1],
  });
  it.each([320, 900])("stand on one axis in %i pixels, each kind under its head", (width) => {
    const drawing = dots([row("shots", 0.5), row("shots", 1), row("baseline", 0.2)], width, 20);
    expect(drawing.heads.map((head) => head.kind)).toEqual(["shots", "baseline"]);
    const [half, whole] = drawing.dots;
    expect(half?.x).toBeCloseTo((drawing.left + drawing.right) / 2, 5);
    expect(whole?.x).toBe(drawing.right);
    expect(whole?.to).toBe(drawing.right); // an interval never leaves the axis
    expect(drawing.right).toBeLessThanOrEqual(width);
    const heights = drawing.dots.map((dot) => dot.y);
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
  });
});
