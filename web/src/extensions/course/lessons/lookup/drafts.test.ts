import { describe, expect, it } from "vitest";
import golden from "../../../../../../tests/contract/drafts.json";
import { momentsOf, runsOf } from "./drafts";

const shape = (prompt: number[], written: number[]) =>
  runsOf(prompt, written).map(({ draft, accepted }) => [draft.length, accepted]);

describe("prompt lookup", () => {
  it("drafts what followed the last time, and keeps what the model writes too", () => {
    const runs = runsOf([1, 2, 3, 4, 5, 6, 1, 2], [3, 4, 5, 9, 9]);
    expect(runs).toEqual([
      { first: 8, draft: [], from: 0, alike: 0, accepted: 0 },
      { first: 9, draft: [4, 5, 6], from: 3, alike: 3, accepted: 2 },
      { first: 12, draft: [], from: 0, alike: 0, accepted: 0 },
    ]);
  });
  it("writes every token once, whatever is drafted", () => {
    for (const written of [[3, 4, 1, 2, 3, 4, 1, 2, 3], [8, 8, 8, 8, 8, 8, 8], [5]]) {
      const runs = runsOf([1, 2, 3, 4, 1, 2], written);
      const tokens = runs.reduce((sum, { accepted }) => sum + accepted + 1, 0);
      expect(tokens).toBe(written.length);
      expect(momentsOf(runs).at(-1)?.written).toBe(written.length);
    }
  });
});

describe.each(golden.texts)("drafts of $name", ({ prompt, written, runs }) => {
  it("are those of a plain search, as the server's are", () => {
    expect(shape(prompt, written).slice(1)).toEqual(runs);
  });
});

describe("the moments of a run", () => {
  it("are its draft, each token accepted, and the refusal that ends it", () => {
    const kinds = momentsOf(runsOf([1, 2, 3, 4, 5, 6, 1, 2], [3, 4, 5, 9, 9]));
    expect(kinds.map(({ kind }) => kind)).toEqual([
      ...["plain", "draft", "accepted", "accepted", "refused", "plain"],
    ]);
    expect(kinds.map(({ written }) => written)).toEqual([1, 1, 2, 3, 4, 5]);
  });
});
