import { describe, expect, it } from "vitest";
import type { ModelSummary } from "../api/api";
import {
  computedAs,
  estimate,
  EXACT,
  hasChoice,
  isKeptInHalves,
  leastExact,
  named,
  numbersOf,
  settled,
  type PrecisionEntry,
} from "./precision";
import { en } from "../../words/en";
import { zh } from "../../words/zh";

const points = { n: 282, median: 0.66, p90: 3.4, max: 11.7 };

function entry(changes: Partial<PrecisionEntry>): PrecisionEntry {
  const made = { made: true, status: "idle", quality: null } as const;
  return { name: "fp32", kind: "native-fp32", ...made, ...changes };
}

function model(made: boolean, changes: Partial<ModelSummary> = {}): ModelSummary {
  const quality = made ? { positions: 2048, points } : null;
  const precisions = [entry({}), entry({ name: "int8", kind: "native", made, quality })];
  return { id: "m", precision: "fp32", precisions, ...changes } as ModelSummary;
}

const house = model(true, { precisions: [entry({ kind: "native" })] });
const onCard = model(true, { precision: "fp16" });

describe("what a choice comes to", () => {
  it("is exact where nothing was chosen, and 8-bit only where its copy is made", () => {
    expect(settled(model(true), null)).toBe("fp32");
    expect(settled(model(true), "int8")).toBe("int8");
    expect(settled(model(false), "int8")).toBe("fp32");
  });

  it("is the server's own where nothing was chosen, and the visitor's where something was", () => {
    const fast = model(true, { precision: "int8" });
    expect([settled(fast, null), settled(fast, "fp32")]).toEqual(["int8", "fp32"]);
  });

  it("is exact for a model kept in halves, which has nothing to choose from", () => {
    expect([settled(house, "int8"), hasChoice(house), isKeptInHalves(house)]).toEqual(["fp32", false, true]); // prettier-ignore
    expect(isKeptInHalves(model(false))).toBe(false);
  });

  it("is fp16 on a server's card, whatever was chosen", () => {
    expect([settled(onCard, null), settled(onCard, "int8")]).toEqual(["fp16", "fp16"]);
  });

  it("is exact for a server that says nothing of precisions", () => {
    expect(settled({ id: "m" } as ModelSummary, "int8")).toBe("fp32");
    expect(hasChoice(null)).toBe(false);
  });
});

describe("what a request names", () => {
  it("is what the model's list names, and nothing else", () => {
    expect([named(model(true), "int8"), named(house, "fp32")]).toEqual(["int8", "fp32"]);
    expect(named(onCard, "fp16")).toBeUndefined();
    expect(named({ id: "m" } as ModelSummary, "fp32")).toBeUndefined();
  });
});

describe("what figures say of themselves", () => {
  it("is how far off the 8-bit graph was, over how much text", () => {
    const numbers = numbersOf(model(true), "int8");
    expect(numbers).toEqual({ as: "int8", off: { ...points, tokens: 2048 } });
    expect(en.precision.sentence(numbers)).toBe(
      "8-bit: shown probabilities of 1\u202f% or more were off by 0.66 points in the median, 11.7 at most, on 2\u202f048 tokens of text.",
    );
    expect(zh.precision.sentence(numbers)).toContain("中位数为 0.66 个百分点，最大 11.7 个百分点");
  });

  it("is that nobody measured it, where nobody did", () => {
    expect(en.precision.sentence({ as: "web", off: null })).toContain("was not measured");
    expect(zh.precision.sentence({ as: "web", off: null })).toContain("没有测过");
  });

  it("is the least exact of figures side by side", () => {
    const eight = numbersOf(model(true), "int8");
    expect(leastExact([EXACT, eight, EXACT])).toBe(eight);
    expect(leastExact([])).toBe(EXACT);
  });
});

describe("a recording", () => {
  it("is read by its graph's own words", () => {
    expect(computedAs("int8 blocks of 64 and 32, accuracy level 4")).toBe("int8");
    expect(computedAs("fp16, norms and sums in fp32")).toBe("fp16");
    expect([computedAs("fp32"), computedAs("fp16 weights, fp32 arithmetic")]).toEqual(["fp32", "fp32"]); // prettier-ignore
  });
});

describe("an estimate", () => {
  it("is near what SmolLM2-135M's copies took", () => {
    const parameters = 134_515_008;
    expect(estimate(parameters, "int8").bytes / 147.9e6).toBeCloseTo(1, 1);
    expect(estimate(parameters, "web").bytes / 271.1e6).toBeCloseTo(1, 1);
  });
});
