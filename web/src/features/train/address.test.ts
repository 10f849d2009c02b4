import { describe, expect, it } from "vitest";
import { mulberry } from "../../core/testing";
import { AXES } from "./curves/curves";
import { read, write, type TrainState } from "./address";

describe("Train's address", () => {
  it("gives back 200 states as they were", () => {
    const random = mulberry(5);
    const to = (n: number) => Math.floor(random() * n);
    for (let i = 0; i < 200; i += 1) {
      const state: TrainState = {};
      const x = AXES[1 + to(2)];
      if (random() < 0.5 && x) state.x = x;
      for (const key of ["run", "family", "split"] as const) {
        if (random() < 0.5) state[key] = `a&b=c#${"é漢".repeat(to(9))}`;
      }
      for (const key of ["k", "at"] as const) if (random() < 0.5) state[key] = to(1000);
      expect(read(new URLSearchParams(write(state).toString()))).toEqual(state);
    }
  });
  it("names the usual axis with nothing", () => {
    expect(write({ run: "a", x: "tokens" }).toString()).toBe("run=a");
  });
  it.each([`run=${"a".repeat(81)}`, "x=hours", "k=-1", "k=1.5", "at=x", "at=1e15"])(
    "refuses %s",
    (query) => {
      expect(() => read(new URLSearchParams(query))).toThrow();
    },
  );
});
