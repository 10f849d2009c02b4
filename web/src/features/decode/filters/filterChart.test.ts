import { describe, expect, it } from "vitest";
import { HEAD, logitShare, panelNames, REST, ROW, filterChart } from "./filterChart";

describe("the filters' places", () => {
  it.each([940, 1280, 2000])("stand side by side inside %i px and never overlap", (width) => {
    const { panels, height, shown } = filterChart(width);
    panels.forEach((panel, i) => {
      expect(panel.x).toBeGreaterThanOrEqual((panels[i - 1]?.x ?? 0) + (panels[i - 1]?.width ?? 0));
      expect(panel.x + panel.width).toBeLessThanOrEqual(width);
      expect(panel.bar).toBeGreaterThan(80);
    });
    expect(height).toBe(HEAD + shown * ROW + REST);
  });

  it.each([256, 358, 704])("stand below each other inside %i px", (width) => {
    const { panels, height } = filterChart(width);
    panels.forEach((panel, i) => {
      expect(panel.y).toBeGreaterThanOrEqual((panels[i - 1]?.y ?? -1) + (i > 0 ? HEAD : 0));
      expect(panel.names + panel.bar).toBeLessThan(width);
      expect(panel.bar).toBeGreaterThan(80);
    });
    expect(height).toBeGreaterThan(panels.at(-1)?.rows ?? 0);
  });

  it.each([1064, 1220, 1280])("have room for penalties and min-p inside %i px", (width) => {
    const { panels } = filterChart(width, panelNames(true, { min_p: 0.1 }));
    expect(panels.map((panel) => panel.name)).toEqual([
      "logits",
      "adjusted",
      "softmax",
      "top_k",
      "top_p",
      "min_p",
      "draw",
    ]);
    panels.forEach((panel) => {
      expect(panel.bar).toBeGreaterThanOrEqual(80);
      expect(panel.x + panel.width).toBeLessThan(width + 0.001);
    });
  });

  it("measure logits from the lowest to the highest of the vocabulary", () => {
    expect([20, 5, -10].map((z) => logitShare(z, [20, -10]))).toEqual([1, 0.5, 0]);
    expect(logitShare(3, [3, 3])).toBe(1);
  });
});
