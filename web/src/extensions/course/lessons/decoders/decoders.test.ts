import { describe, expect, it } from "vitest";
import { LAST, narrow, OFF, sorted } from "../../../../core/decoding/filters";
import { decide, leftByTopP } from "./decoders";

describe("four decoders on one distribution", () => {
  const order = sorted([1, 3, 2, 0, -1, -2, -3, 0.5]);

  it("keep what their filters say, and choose among that", () => {
    for (let i = 0; i < 50; i++) {
      const rows = decide(order, i / 50, 4);
      const of = Object.fromEntries(rows.map((row) => [row.decoder, row]));
      expect(of.greedy).toMatchObject({ left: 1, place: 0 });
      expect(of.temperature).toMatchObject({ left: 8, mass: 1 });
      expect(of.top_k?.left).toBe(5);
      expect(of.top_p?.mass).toBeGreaterThanOrEqual(0.7);
      for (const row of rows) {
        expect(row.place).toBeLessThan(row.left);
        if (row.place < 4) expect(row.share).toBe(row.p[row.place]);
        else expect(row.share).toBeLessThanOrEqual(row.beyond + 1e-12);
        expect(row.p.reduce((sum, p) => sum + p, row.beyond)).toBeCloseTo(1, 12);
      }
    }
  });
  it("count fewer tokens of top-p where the model is sure than where it is not", () => {
    const flat = sorted([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const sure = sorted([5, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([leftByTopP(flat), leftByTopP(order), leftByTopP(sure)]).toEqual([7, 2, 1]);
  });
  it("come to greedy as the temperature falls, and to an even draw as it rises", () => {
    const first = (temperature: number) => narrow(order, { ...OFF, temperature }).p(LAST, 0);
    expect(first(0.01)).toBeCloseTo(1, 12);
    expect(first(1e6)).toBeCloseTo(1 / 8, 5);
  });
});
