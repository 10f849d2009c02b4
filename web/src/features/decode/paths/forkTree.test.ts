import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import { en } from "../../../words/en";
import { forkTable, forkTree } from "./forkTree";
import ForkTreeDrawing from "./ForkTreeDrawing.svelte";

describe("the tree of the ways taken", () => {
  const made = forkTree([["a"], ["a", "b"], ["c"], ["a", "d"], ["a", "b"]], ["a", "d"]);

  it("holds every beginning once", () => {
    expect(made.map((fork) => fork.path.join(""))).toEqual(["", "a", "ab", "ad", "c"]);
  });
  it("stands each parent in the middle of its children", () => {
    expect(made.map((fork) => fork.row)).toEqual([1.25, 0.5, 0, 1, 2]);
  });
  it("knows the way that is open", () => {
    expect(made.filter((fork) => fork.current).map((fork) => fork.path.join(""))).toEqual([
      "",
      "a",
      "ad",
    ]);
  });
  it("is the prompt alone where nothing was taken", () => {
    expect(forkTree([], []).length).toBe(1);
  });
});

describe("the ways taken", () => {
  const nodes = forkTree([["<b>"], ["<b>", " c"], [" d"]], ["<b>", " c"]);
  const known: Record<string, number> = { "<b>": Math.log(0.5), "<b> c": Math.log(0.25) };
  const logprob = (path: readonly string[]) => known[path.join("")] ?? null;

  it("stand in a table with p of the last token and the sum over the whole way", () => {
    const { rows } = forkTable(nodes, logprob, en.decode.tree);
    expect(rows).toHaveLength(3);
    const [way, own, whole] = rows[1]?.map((cell) => (cell as { value?: number }).value) ?? [];
    expect(way).toBeUndefined();
    expect(own).toBeCloseTo(25, 9);
    expect(whole).toBeCloseTo(Math.log(0.125), 12);
    expect(rows[2]?.slice(1)).toEqual([
      { value: null, text: "" },
      { value: null, text: "" },
    ]);
  });

  it("are drawn from props alone: a button each, one of them for Tab, tokens as text", () => {
    const props = { nodes, logprob, t: en.decode, ongo: () => undefined };
    const body = render(ForkTreeDrawing, { props }).body.replace(/<!--.*?-->/g, "");
    expect([...body.matchAll(/role="button"/g)]).toHaveLength(4);
    expect([...body.matchAll(/tabindex="0"/g)]).toHaveLength(1);
    expect([...body.matchAll(/<path [^>]*\bcurrent"/g)]).toHaveLength(2);
    expect(body).toContain("&lt;b>");
    expect(body).not.toContain("<b>");
  });
});
