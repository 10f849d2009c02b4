import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ruled, type EvaluationRecord } from "./record";
import { OWN, ofLexicon, reach, reachRows, unseenFamilies } from "./unseen";

const MODELS = "../backend/shotglass/models";

function recordOf(id: string): EvaluationRecord {
  return JSON.parse(readFileSync(`${MODELS}/${id}/evaluation.json`, "utf-8")) as EvaluationRecord;
}

describe.each(["house-gpt2", "house-prose"])("what %s makes of other templates", (id) => {
  const record = recordOf(id);
  const unseen = record.unseen;
  if (unseen === undefined) throw new Error(`${id} was not asked in other templates`);

  it("was measured with the card's questions: its own templates give the card's figures", () => {
    for (const family of record.families) {
      const own = unseen.cells.find(
        (cell) => cell.family === family.family && cell.wording === OWN && ofLexicon(rowOf(cell)),
      );
      if (own) expect(own.by_k.at(-1)?.choice).toEqual(ruled(record, family)?.choice);
    }
  });

  it("has a row for each wording and for other words and names, its own first", () => {
    const rows = reachRows(unseen);
    expect(unseenFamilies(unseen)).toEqual(["kind", "speech", "forms"]);
    expect(rows).toHaveLength(Object.keys(unseen.templates).length + 3);
    expect(rows.slice(0, 4).map((row) => [row.wording, row.words, row.names])).toEqual([
      [OWN, "lexicon", "lexicon"],
      [OWN, "other", "lexicon"],
      [OWN, "lexicon", "other"],
      [OWN, "other", "other"],
    ]);
    expect(rows.every((row) => row.by_family[0] !== null)).toBe(true);
    expect(rows[1]?.by_family.slice(1)).toEqual([null, null]);
  });

  it("reaches from the worst wording to the best", () => {
    const found = reach(record, "kind");
    const choices = reachRows(unseen)
      .filter((row) => row.wording !== OWN)
      .map((row) => row.by_family[0]?.choice?.[0] ?? 0);
    expect(found?.low).toBe(Math.min(...choices));
    expect(found?.high).toBe(Math.max(...choices));
    expect(found?.templates).toBeGreaterThanOrEqual(8);
  });
});

describe("a record without them", () => {
  it("has no reach to tell of", () => {
    const record = recordOf("house-gpt2");
    delete record.unseen;
    expect(reach(record, "kind")).toBeNull();
    expect(reach(recordOf("house-gpt2"), "recall")).toBeNull();
  });
});

function rowOf(cell: { wording: string; words: string; names: string }) {
  return { ...cell, templates: [], by_family: [] };
}
