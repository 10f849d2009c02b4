import { describe, expect, it } from "vitest";
import { readBeside, SAME, writeBeside, type BesideState } from "./address";

function carried(state: BesideState | null): BesideState | null {
  const query = new URLSearchParams();
  writeBeside(query, state);
  return readBeside(new URLSearchParams(query.toString()));
}

describe("the second column in the address", () => {
  it("comes back with all that differs from the first", () => {
    const state: BesideState = {
      model: "house-gpt2",
      text: "def f(n):\n",
      settings: { seed: 9, temperature: 0 },
      place: { column: 1, sample: 7, at: 41 },
      compared: "drawn",
    };
    expect(carried(state)).toEqual(state);
    expect(carried(SAME)).toEqual(SAME);
  });

  it("is nothing where there is none", () => {
    expect(carried(null)).toBeNull();
    expect(readBeside(new URLSearchParams("b_model=x&at=1.1.1"))).toBeNull();
  });

  it.each(["b_n=9", "b_seed=-1", "at=3.1.1", "at=1.9.1", "at=1.1.0", "at=x", "compared=both"])(
    "refuses %s",
    (tail) => {
      expect(() => readBeside(new URLSearchParams(`beside=1&${tail}`))).toThrow();
    },
  );
});
