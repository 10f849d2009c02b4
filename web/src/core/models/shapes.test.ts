import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { billions, metric } from "../text/numbers";
import { BOUNDS, chosenOf, counted, GPT2_SMALL, sorted, type Chosen } from "./shapes";
import { here, ROWS, secret, small } from "./testing";

interface Golden {
  counts: (ReturnType<typeof counted> & { shape: Chosen })[];
}

const path = new URL("../../../../tests/contract/shapes.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf-8")) as Golden;

describe("counting a shape", () => {
  it.each(golden.counts)("equals the golden file: $parameters", ({ shape, ...expected }) => {
    expect(counted(shape)).toEqual(expected);
  });
  it("gives GPT-2 small's embedding its 31.0 percent", () => {
    const { parts, parameters } = counted(GPT2_SMALL);
    expect(((100 * parts.embedding) / parameters).toFixed(1)).toBe("31.0");
  });
  it("counts as operations only what multiplies: no biases, no norms", () => {
    expect(counted(GPT2_SMALL).flops_per_token).toBe(284_812_800);
  });
  it("stays exact at the bounds", () => {
    expect(Number.isSafeInteger(counted({ ...BOUNDS, norm: "pre" }).parameters)).toBe(true);
  });
});

describe("the table of shapes", () => {
  it("sorts both ways and keeps what says nothing at the end", () => {
    const ids = (key: "parameters" | "year", down: boolean) =>
      sorted(ROWS, key, down).map(({ id }) => id);
    expect(ids("parameters", false)).toEqual(["here", "small", "wide", "secret"]);
    expect(ids("parameters", true)).toEqual(["wide", "here", "small", "secret"]);
    expect(ids("year", false)).toEqual(["small", "wide", "secret", "here"]);
  });
  it("offers a shape as a start only where it is of the kind that is counted", () => {
    expect(chosenOf(small)).toEqual(GPT2_SMALL);
    expect(chosenOf(secret)).toBeNull();
    expect(chosenOf({ ...here, installed: true })).toBeNull();
  });
  it("writes large numbers short", () => {
    expect([metric(999.6), metric(284812800), metric(3.59e11)]).toEqual([
      "1\u202fk",
      "285\u202fM",
      "359\u202fG",
    ]);
    expect([billions(1.542e9), billions(1.75e11)]).toEqual(["1.542\u202fB", "175\u202fB"]);
  });
});
