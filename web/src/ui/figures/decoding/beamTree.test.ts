import { describe, expect, it } from "vitest";
import { beamTree, likeliest, neighbour, wayTo, beamTable } from "./beamTree";
import { BEAM, divisor, fault } from "../../../core/decoding/settings";
import type { BeamNode, BeamResult, Fate } from "../../../core/api/events";
import { shown } from "../../../core/text/table";
import { fallback } from "../../../words";

function node(node: number, parent: number, fate: Fate, total: number): BeamNode {
  return { node, parent, id: node, piece: `t${node}`, logprob: -1, total, fate, score: null };
}

function result(node: number): BeamResult {
  return { node, ids: [], text: "", reason: "length", logprob: -1, score: -1 };
}

const FIRST = [node(1, 0, "kept", -1), node(2, 0, "kept", -2), node(3, 0, "pruned", -3)];
const SECOND = [node(4, 1, "finished", -1.5), node(5, 1, "kept", -2), node(6, 2, "pruned", -9)];
const THIRD = [node(7, 5, "finished", -2.5), node(8, 5, "finished", -2.6)];
const WHOLE = [...FIRST, ...SECOND, ...THIRD];

describe("a beam search as a tree", () => {
  it("places a column a token and a row a rank", () => {
    const places = beamTree(WHOLE, []).map((node) => [node.column, node.row]);
    expect(places).toEqual([
      [1, 0], [1, 1], [1, 2], [2, 0], [2, 1], [2, 2], [3, 0], [3, 1],
    ]); // prettier-ignore
  });
  it("leaves what stands where it stands while it grows", () => {
    const before = beamTree(FIRST, []).map((node) => [node.column, node.row]);
    const after = beamTree(WHOLE, []).map((node) => [node.column, node.row]);
    expect(after.slice(0, 3)).toEqual(before);
  });
  it("tells what goes on from what was left", () => {
    const standings = (nodes: BeamNode[]) => beamTree(nodes, []).map((node) => node.standing);
    expect(standings(FIRST)).toEqual(["kept", "kept", "pruned"]);
    expect(standings([...FIRST, ...SECOND])).toEqual([
      "kept", "left", "pruned", "ended", "kept", "pruned",
    ]); // prettier-ignore
  });
  it("keeps nothing for its own sake once the search is over", () => {
    const nodes = [...FIRST, node(4, 1, "finished", -1.5), node(5, 2, "kept", -3)];
    const standings = beamTree(nodes, [result(4)]).map((node) => node.standing);
    expect(standings).toEqual(["kept", "left", "pruned", "ended", "left"]);
  });
  it("marks the ways of the answers, with their ranks at the ends", () => {
    const tree = beamTree(WHOLE, [result(8), result(4)]);
    expect(tree.filter((node) => node.best).map((node) => node.node.node)).toEqual([1, 4, 5, 8]);
    expect(tree.map((node) => node.rank)).toEqual([null, null, null, 2, null, null, null, 1]);
  });
  it("knows the way to a token and where the arrows lead", () => {
    const tree = beamTree(WHOLE, []);
    const [first, two, , , five, , seven] = tree;
    if (!first || !two || !five || !seven) throw new Error("The tree is not whole.");
    expect(wayTo(seven)).toEqual([first, five, seven]);
    expect(neighbour(tree, seven, "ArrowLeft")).toBe(five);
    expect(neighbour(tree, five, "ArrowRight")).toBe(seven);
    expect(neighbour(tree, first, "ArrowDown")).toBe(two);
    expect(neighbour(tree, first, "ArrowUp")).toBeNull();
    expect(neighbour(tree, first, "ArrowLeft")).toBeNull();
    expect(neighbour(tree, first, "x")).toBeNull();
  });
  it("knows which text would be first if nothing were divided", () => {
    expect(likeliest(beamTree(WHOLE, []))?.node.node).toBe(4);
    expect(likeliest([])).toBeNull();
  });
});

describe("a beam's settings", () => {
  it("divide by the length or by GNMT's norm, to the power of alpha", () => {
    expect(divisor(8, { ...BEAM, alpha: 0.5 })).toBeCloseTo(Math.sqrt(8), 12);
    expect(divisor(7, { ...BEAM, alpha: 2, normalisation: "gnmt" })).toBe(4);
    expect(divisor(9, { ...BEAM, alpha: 0 })).toBe(1);
  });
  it("name the first number that is out of its bounds", () => {
    expect(fault(BEAM)).toBeNull();
    expect(fault({ ...BEAM, width: 2 })).toBe("n");
    expect(fault({ ...BEAM, width: 1.5 })).toBe("width");
    expect(fault({ ...BEAM, alpha: NaN })).toBe("alpha");
  });
});

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
