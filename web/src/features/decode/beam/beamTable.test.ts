import { describe, expect, it } from "vitest";
import { beamTable } from "./beamTable";
import { beamTree } from "../../../ui/figures/decoding/beamTree";
import { shown } from "../../../core/text/table";
import { fallback } from "../../../words";

describe("a beam search as a table", () => {
  it("gives a row a token, with its way, its sum and what became of it", () => {
    const nodes = [
      { node: 1, parent: 0, id: 5, piece: " a", logprob: -1, total: -1, fate: "kept" as const, score: null },
      { node: 2, parent: 0, id: 6, piece: "b", logprob: -3, total: -3, fate: "pruned" as const, score: null },
      { node: 3, parent: 1, id: 7, piece: "c", logprob: -0.5, total: -1.5, fate: "finished" as const, score: -0.75 },
    ]; // prettier-ignore
    const best = {
      node: 3,
      ids: [5, 7],
      text: " ac",
      reason: "length" as const,
      logprob: -1.5,
      score: -0.75,
    };
    const table = beamTable(beamTree(nodes, [best]), fallback.decode.beam);
    expect(table.rows.map((row) => row.map(shown))).toEqual([
      ["␣a", "1", "−1.00", "−1.00", "kept", ""],
      ["b", "1", "−3.00", "−3.00", "dropped", ""],
      ["␣a · c", "2", "−0.50", "−1.50", "ended, answer 1", "−0.75"],
    ]);
    expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
  });
});
