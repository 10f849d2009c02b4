import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import shapes from "./shapes.json";
import {
  blockParts,
  outsideParts,
  total,
  whole,
  type BlockShape,
  type Part,
} from "../../../../core/models/block";

type Counts = Record<string, [number, number]>;
interface Golden {
  blocks: { id: string; cross: boolean; block: Counts; outside: Counts }[];
  later: { id: string; config: BlockShape; block: Counts; outside: Counts }[];
}

const path = new URL("../../../../../../tests/contract/block.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf-8")) as Golden;

function entry(id: string) {
  const match = shapes.find((shape) => shape.id === id);
  if (match === undefined) throw new Error(id);
  return { ...match, config: match.config as BlockShape };
}

function notice(parts: readonly Part[]): Counts {
  return Object.fromEntries(
    parts.map(({ name, parameters, flops }) => [name, [parameters, flops]]),
  );
}

function all(id: string, cross = false) {
  const { config, ...shape } = entry(id);
  return whole(config.layers, blockParts(config, cross), outsideParts(config, shape));
}

describe("a layer taken apart", () => {
  it.each(golden.blocks)("is counted as tensor by tensor: $id, cross $cross", (expected) => {
    const { config, ...shape } = entry(expected.id);
    const parts = blockParts(config, expected.cross);
    expect(notice(parts)).toEqual(expected.block);
    expect(parts.map(({ name }) => name)).toEqual(Object.keys(expected.block));
    expect(notice(outsideParts(config, shape))).toEqual(expected.outside);
  });
  it.each(golden.later)("is counted so in later families: $id", ({ config, ...expected }) => {
    const parts = blockParts(config, false);
    expect(notice(parts)).toEqual(expected.block);
    expect(parts.map(({ name }) => name)).toEqual(Object.keys(expected.block));
    const outside = outsideParts(config, { generates: true, pooler: false });
    expect(notice(outside)).toEqual(expected.outside);
  });
  it.each([
    ["gpt-1", 116_534_784],
    ["gpt-2-small", 124_439_808],
    ["gpt-2-XL", 1_557_611_200],
    ["bert-base", 109_482_240],
    ["bert-large", 335_141_888],
    ["smollm2-135m", 134_515_008],
    ["llama-7b", 6_738_415_616],
  ])("adds up to the exact count of %s", (id, count) => {
    expect(all(id).parameters).toBe(count);
  });
  it("takes what GPT-2 small takes for a token", () => {
    expect(all("gpt-2-small").flops).toBe(284_812_800);
  });
  it("grows by 4 d² + 4 d with cross-attention, and 2 d for its norm", () => {
    const { config } = entry("gpt-2-small");
    const d = config.width;
    const cross = blockParts(config, true).filter(({ name }) => name.startsWith("cross_"));
    const [norm, ...rest] = cross;
    expect(norm?.parameters).toBe(2 * d);
    expect(total(rest).parameters).toBe(4 * d * d + 4 * d);
    expect(all("gpt-2-small", true).parameters - all("gpt-2-small").parameters).toBe(
      config.layers * total(cross).parameters,
    );
  });
});
