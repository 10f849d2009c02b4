import { describe, expect, it } from "vitest";
import {
  isPinned,
  MOST_ROWS,
  outputsOf,
  report,
  withRows,
  axisTable,
  laneColumns,
} from "./axisRows";
import { editExpected, editQuestion, editShot, removeShot, withShots } from "../prompting/editing";
import { promptFor, entryOf, switchedSet, type Entry } from "./gallery";
import { parsePrompt, type Prompt } from "../prompting/render";
import { rows, type Step } from "../statistics/readings";
import { shown } from "../text/table";
import { scoreOf } from "../testing";

function entry(id: string): Entry {
  const result = entryOf(id);
  if (!result) throw new Error(`There is no task ${id}.`);
  return result;
}

const reviews = entry("reviews");
const words = entry("same-word");
const animals = entry("animal-or-food");
const asleep = promptFor(reviews, "I fell asleep halfway through.", "in turn");
const fast = promptFor(words, "fast", "opposite");

function texts(prompt: Prompt): string[] {
  return prompt.labels.map((label) => label.text);
}

function own(outputs: string[], expected?: string): Prompt {
  return parsePrompt({
    template: "{input} ->{output}\n",
    shot_sets: { mine: outputs.map((output, i) => ({ input: `q${i}`, output })) },
    query: { input: "q", ...(expected === undefined ? {} : { expected }) },
  });
}

describe("the rows of a task of one's own", () => {
  it("are the examples' different answers as they first appear, and the expected one before", () => {
    expect(texts(withRows(undefined, own([" b", " a", " b"], " c"), "mine"))).toEqual([
      " c",
      " b",
      " a",
    ]);
    expect(texts(withRows(undefined, own([" b", " a"], " a"), "mine"))).toEqual([" b", " a"]);
  });
  it("leave out answers that are not written yet", () => {
    expect(texts(withRows(undefined, own(["", " ", " a"]), "mine"))).toEqual([" a"]);
  });
  it("stay in their order while they are the same answers", () => {
    const first = withRows(undefined, own([" b", " a"]), "mine");
    const swapped = withShots(first, "mine", [...(first.shot_sets.mine ?? [])].reverse());
    expect(texts(withRows(undefined, swapped, "mine"))).toEqual([" b", " a"]);
  });
  it("are those of the set in use", () => {
    const two = { ...own([" a"]), shot_sets: { mine: [], other: [{ input: "q", output: " z" }] } };
    expect(texts(withRows(undefined, two, "other"))).toEqual([" z"]);
  });
  it("are few enough to be looked at, and those that are left out are named", () => {
    const many = own(
      Array.from({ length: 12 }, (_, i) => ` a${i}`),
      " a11",
    );
    const prompt = withRows(undefined, many, "mine");
    expect(texts(prompt)).toHaveLength(MOST_ROWS);
    expect(texts(prompt)[0]).toBe(" a11");
    const notice = report(undefined, prompt, "mine", false);
    expect(notice).toMatchObject({ by: "examples", given: 12, expectedMissing: false });
    expect(notice.missing).toEqual([" a8", " a9", " a10"]);
  });
  it("are its own where the prompt is read as text", () => {
    const text = { ...own([" a"]), readout: "text" as const };
    expect(withRows(undefined, text, "mine").labels).toEqual([]);
  });
});

describe("the rows of a gallery task", () => {
  it.each([
    ["reviews", reviews],
    ["same-word", words],
    ["animal-or-food", animals],
  ])("are the task's as long as %s is as it was, in every set", (_, item) => {
    for (const set of Object.keys(item.prompt.shot_sets)) {
      for (const { input } of item.queries) {
        const prompt = promptFor(item, input, set);
        expect(withRows(item, prompt, set)).toEqual(prompt);
      }
    }
  });
  it("follow examples that are relabelled", () => {
    const shots = animals.prompt.shot_sets.natural ?? [];
    const named = { " animal": " fruit", " food": " vegetable" } as Record<string, string>;
    const renamed = withShots(
      promptFor(animals, "rabbit", "natural"),
      "natural",
      shots.map((shot) => ({ ...shot, output: named[shot.output] ?? "" })),
    );
    const prompt = withRows(animals, editExpected(renamed, " vegetable"), "natural");
    expect(texts(prompt)).toEqual([" fruit", " vegetable"]);
  });
  it("follow another question and another expected answer", () => {
    const happy = withRows(words, editExpected(editQuestion(fast, "happy"), " sad"), "opposite");
    expect(texts(happy)).toEqual([" sad", ...outputsOf(words.prompt, "opposite")]);
    const quick = withRows(words, editExpected(fast, " sluggish"), "opposite");
    expect(texts(quick)[0]).toBe(" sluggish");
    expect(texts(quick)).not.toContain(" FAST");
  });
  it("follow an answer that the task does not know, and come back with it", () => {
    const edited = withRows(
      words,
      editShot(fast, "opposite", 2, { output: " ancient" }),
      "opposite",
    );
    expect(texts(edited)).toContain(" ancient");
    const back = withRows(words, editShot(edited, "opposite", 2, { output: " young" }), "opposite");
    expect(texts(back)).toEqual(texts(fast));
  });
  it("stay where answers are only fewer or moved, and say what has no row", () => {
    const fewer = withRows(words, removeShot(fast, "opposite", 0), "opposite");
    expect(texts(fewer)).toEqual(texts(fast));
    const notice = report(words, fewer, "opposite", false);
    expect(notice.by).toBe("task");
    expect(notice.missing).toEqual(outputsOf(fewer, "opposite"));
  });
  it("hold any question that its answers fit", () => {
    const mine = withRows(reviews, editQuestion(asleep, "It was fine."), "in turn");
    expect(texts(mine)).toEqual([" Positive", " Negative"]);
    const good = withRows(reviews, editExpected(mine, " Good"), "in turn");
    expect(texts(good)).toEqual([" Good", " Positive", " Negative"]);
  });
  it("follow the set", () => {
    const natural = promptFor(animals, "rabbit", "natural");
    const named = switchedSet(animals, natural, "natural", "A or B");
    expect(texts(withRows(animals, named, "A or B"))).toEqual([" A", " B"]);
  });
});

describe("rows of a person's own", () => {
  const pinned = { ...asleep, labels: [{ text: " good" }, { text: " Negative" }] };

  it("are told from those that follow", () => {
    expect(isPinned(reviews, pinned, "in turn")).toBe(true);
    expect(isPinned(reviews, asleep, "in turn")).toBe(false);
    expect(isPinned(undefined, { ...pinned, labels: [] }, "in turn")).toBe(false);
  });
  it("are told with every answer that has none", () => {
    const asks = editExpected(pinned, " Positive");
    expect(report(reviews, asks, "in turn", true)).toEqual({
      by: "person",
      missing: [" Positive"],
      given: 2,
      expectedMissing: true,
    });
  });
});

const tableWords = {
  tableCaption: "c",
  tableAnswer: "Answer",
  legend: (k: number) => `k ${k}`,
  reason: (k: number) => `k ${k}, reasoning`,
  change: (from: Step, to: Step) => `${from} to ${to}`,
};
const scored = [
  { lane: "zero" as const, k: 0, score: scoreOf({ a: 0.1, b: 0.2 }) },
  { lane: "one" as const, k: 1, score: scoreOf({ a: 0.3, b: 0.2 }) },
  { lane: "few" as const, k: 4, score: scoreOf({ a: 0.6, b: 0.1 }) },
];
const named = rows(scored).map((row) => ({ ...row, name: row.label ?? "other" }));

describe("the axis as a table", () => {
  it("has every lane and every pair of lanes, and marks the expected answer", () => {
    const table = axisTable(named, "a", tableWords, "expected");
    expect(table.columns).toEqual(
      ["Answer", "k 0", "k 1", "k 4", "0 to 1", "0 to 4", "1 to 4", "expected"], // prettier-ignore
    );
    expect(table.rows[0]?.map(shown)).toEqual(
      ["a", "10.0", "30.0", "60.0", "+20.0", "+50.0", "+30.0", "✓"], // prettier-ignore
    );
    expect(table.rows.map((row) => shown(row[7] ?? "-"))).toEqual(["✓", "", ""]);
  });
  it("holds reference marks last, where a row has one", () => {
    const table = axisTable(named, null, tableWords, "expected", [{ name: "N/A", p: { a: 0.25 } }]);
    expect(table.rows.map((row) => shown(row[7] ?? ""))).toEqual(["25.0", "–", "–"]);
  });
  it("names the reasoning lane by its letter", () => {
    const reason = { lane: "reason" as const, k: 4, score: scoreOf({ a: 0.5, b: 0.1 }) };
    const four = rows([...scored, reason]).map((row) => ({ ...row, name: "" }));
    const { columns } = axisTable(four, null, tableWords, "");
    expect(columns.slice(3, 5)).toEqual(["k 4", "k 4, reasoning"]);
    expect(columns.slice(5)).toEqual(["0 to 1", "0 to 4", "0 to R", "1 to 4", "1 to R", "4 to R"]);
  });
  it("holds a second model's lanes by its name, with any other token, and a dash where it has no score", () => {
    const words = { ...tableWords, legend: (k: number) => `toy, k ${k}` };
    const second = rows([{ lane: "zero", k: 0, score: scoreOf({ a: 0.75 }) }]);
    const below = named.map((row) => {
      return second.find(({ label }) => label === row.label) ?? { label: row.label, values: [] };
    });
    const table = axisTable(named, null, tableWords, "", laneColumns(below, words));
    expect(table.columns.slice(7)).toEqual(["toy, k 0"]);
    expect(table.rows.map((row) => shown(row[7] ?? ""))).toEqual(["75.0", "–", "25.0"]);
  });
  it("leaves the mark's column out where no answer is expected", () => {
    expect(axisTable(named, null, tableWords, "expected").columns).toHaveLength(7);
  });
});
