import { describe, expect, it } from "vitest";
import { cardOf, labelsOf, sourcesOf, usualSpeed } from "../runs/trainingRun";
import {
  choiceRows,
  isRecord,
  ruled,
  type EvaluationRecord,
  type FamilyRecord,
  OWN,
  ofLexicon,
  reach,
  reachRows,
  unseenFamilies,
} from "./record";
import { curveTable, plain, stepCurve, placeOn } from "../curves/curves";
import { start, step } from "../runs/testing";
import { readFileSync } from "node:fs";

const FAMILY: FamilyRecord = {
  family: "kind",
  chance: 0.5,
  cells: [
    { split: "train", n: 1000, by_k: [{ k: 8, form: [0.9, 0.8, 1], choice: [0.9, 0.88, 0.92] }] },
    {
      split: "held-both",
      n: 1000,
      by_k: [
        { k: 0, form: [0, 0, 0.1], choice: [0.5, 0.47, 0.53] },
        { k: 8, form: [0.8, 0.7, 0.9], choice: [0.8, 0.77, 0.83] },
        null,
      ],
    },
  ],
  controls: [
    { control: "shuffled", form: null, choice: [0.5, 0.47, 0.53], gold_minus: [0.3, 0.25, 0.35] },
    {
      ...{ control: "flipped", form: null, choice: [0.2, 0.17, 0.23], gold_minus: null },
      towards_flipped: [0.8, 0.77, 0.83],
    },
  ],
  baselines: [{ baseline: "majority", choice: [0.55, 0.5, 0.6], gold_minus: [0.25, 0.2, 0.3] }],
  verdict: { claimed: true, unjudged: null, all_at_once: true, conditions: [] },
};

const RECORD = {
  format: 1,
  rule: { k: 8, split: "held-both" },
  families: [FAMILY],
  beside: [
    {
      ...{
        role: "peer",
        model: { id: "s", name: "SmolLM2", precision: "int8 blocks of 64" },
        n: 200,
      },
      families: [
        {
          family: "kind",
          by_k: [{ k: 8, form: null, choice: [0.5, 0.43, 0.57] }],
          gold_minus: null,
        },
      ],
    },
  ],
} as unknown as EvaluationRecord;

describe("an evaluation record", () => {
  it("gives rows by kind, without what was not measured", () => {
    const rows = choiceRows(RECORD, FAMILY, "held-both");
    expect(rows.map((row) => [row.kind, row.name])).toEqual([
      ["shots", "0"],
      ["shots", "8"],
      ["control", "shuffled"],
      ["control", "flipped"],
      ["control", "flipped-towards"],
      ["baseline", "majority"],
      ["beside", "SmolLM2, int8"],
    ]);
    expect(rows.at(-1)?.n).toBe(200);
  });
  it("has controls and the rest on the rule's split alone", () => {
    expect(choiceRows(RECORD, FAMILY, "train").map((row) => row.kind)).toEqual(["shots"]);
    expect(choiceRows(RECORD, FAMILY, "none")).toEqual([]);
  });
  it("is judged at the rule's k on the rule's split", () => {
    expect(ruled(RECORD, FAMILY)?.choice?.[0]).toBe(0.8);
  });
  it("is read only in the format that is known", () => {
    expect(isRecord(RECORD)).toBe(true);
    for (const other of [null, [], "x", {}, { ...RECORD, format: 2 }, { ...RECORD, families: 1 }]) {
      expect(isRecord(other)).toBe(false);
    }
  });
});

describe("the card", () => {
  const recipe = {
    seed: 3,
    model: { family: "gpt2", layers: 6, width: 256 },
    data: { sources: ["tales", "speeches"] },
    training: { objective: "next-token" },
    stages: [{ episodes: { kind: 0.5, recall: 0 } }, { prose: 1, episodes: { kind: 1, forms: 2 } }],
  };
  it("says what the recipe says and no more", () => {
    expect(cardOf(recipe, ["Small."])).toMatchObject({
      ...{ family: "gpt2", layers: "6", width: "256", heads: null, seed: "3" },
      ...{ sources: ["tales", "speeches"], episodes: ["kind", "forms"], notes: ["Small."] },
    });
    expect(cardOf({}, undefined)).toMatchObject({
      family: null,
      episodes: [],
      chains: false,
      notes: [],
    });
    expect(cardOf({ stages: [{ chains: true }] }, undefined).chains).toBe(true);
    expect(cardOf({ stages: "x", model: 3 }, 4).episodes).toEqual([]);
  });
  it("reads sources as a list and by name", () => {
    const source = { version: "1", licence: "CC0", tokens: 5 };
    const read = [{ name: "a", version: "1", licence: "CC0", documents: null, tokens: 5 }];
    expect(sourcesOf({ sources: [{ name: "a", ...source }] })).toEqual(read);
    expect(sourcesOf({ a: source, text: "no source" })).toEqual(read);
    expect(sourcesOf(null)).toEqual([]);
  });
  it("counts labels, and takes the middle speed", () => {
    const lines = [start(), ...[100, 9000, 9100].map((s, i) => step(i, { tokens_per_second: s }))];
    expect(labelsOf(lines)).toBe(180);
    expect(usualSpeed(lines)).toEqual({ speed: 9000, mfu: null });
    expect(usualSpeed([start()])).toBeNull();
  });
});

describe("the table of curves", () => {
  it("has a row a step, with what was measured there", () => {
    const lines = [start(), step(1), step(2, { loss: null })];
    const curve = stepCurve(lines, "loss", placeOn("tokens", lines));
    const column = { curve, head: "Loss", written: plain };
    const table = curveTable("Loss", ["Step", "Tokens"], [column], lines);
    expect(table.rows).toEqual([
      ["1", { value: 512, text: "512" }, { value: 5.98, text: "5.980" }],
      ["2", { value: 1024, text: "1\u202f024" }, { value: null, text: "–" }],
    ]);
  });
  it("writes a small number with its power of ten", () => {
    expect([0, 0.0021, 3.14159].map(plain)).toEqual(["0", "2.1e−3", "3.142"]);
  });
});

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
    const result = reach(record, "kind");
    const choices = reachRows(unseen)
      .filter((row) => row.wording !== OWN)
      .map((row) => row.by_family[0]?.choice?.[0] ?? 0);
    expect(result?.low).toBe(Math.min(...choices));
    expect(result?.high).toBe(Math.max(...choices));
    expect(result?.templates).toBeGreaterThanOrEqual(8);
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
