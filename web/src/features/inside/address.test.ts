import { describe, expect, it } from "vitest";
import { mulberry } from "../../core/testing";
import { ofLane, read, VIEWS, write, type InsideState } from "../../core/address/inside";

const LANES = ["zero", "one", "few"] as const;

describe("Inside's address", () => {
  it("gives back 200 states as they were", () => {
    const random = mulberry(11);
    const to = (n: number) => Math.floor(random() * n);
    for (let i = 0; i < 200; i += 1) {
      const state: InsideState = { mask: ["causal", "banded"][to(2)] ?? "" };
      const lane = LANES[to(3)];
      const view = VIEWS[to(3)];
      if (random() < 0.5 && lane) state.lane = lane;
      else state.text = `a&b=c#\n${"é漢".repeat(to(9))}`;
      if (view) state.view = view;
      if (random() < 0.5) state.at = to(500);
      if (random() < 0.5) Object.assign(state, { layer: to(500), head: to(500) });
      if (random() < 0.5) state.sink = false;
      if (random() < 0.5) state.carried = true;
      if (random() < 0.5)
        state.off = [
          { layer: to(30), head: to(9) },
          { layer: to(30), head: 3 },
        ];
      if (random() < 0.5) state.model = "house-bert";
      expect(read(new URLSearchParams(write(state).toString()))).toEqual(state);
    }
  });
  it("keeps the task of a lane beside it", () => {
    const task = new URLSearchParams({ task: "same-word", k: "4" });
    const query = ofLane({ lane: "few", view: "attention" }, task);
    expect(query.toString()).toBe("lane=few&view=attention&task=same-word&k=4");
  });
  it("counts layers and heads from 0, and reads the links of before as they were meant", () => {
    expect(write({ layer: 18, head: 6 }).toString()).toBe("head=18.6");
    expect(read(new URLSearchParams("layer=19&head=7"))).toEqual({ layer: 18, head: 6 });
  });
  it.each([
    "lane=five",
    "view=kitchen",
    "layer=0",
    "head=x",
    "at=99999",
    "sink=hot",
    "arcs=golden",
    "layer=1.5",
    "head=1.x",
    "head=1.2.3",
    "head=1.9999",
    "off=1",
    "off=1.2_",
  ])("refuses %s", (query) => {
    expect(() => read(new URLSearchParams(query))).toThrow();
  });
});
