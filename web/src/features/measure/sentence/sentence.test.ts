import { describe, expect, it } from "vitest";
import type { CellFigures, Difference, Figures, Interval } from "../../../core/api/api.gen";
import type { Plan } from "../../../core/measurement/plan";
import { en } from "../../../words/en";
import { zh } from "../../../words/zh";
import type { Whole } from "./facts";
import { segments, sentenceOf } from "./sentence";
import { stampOf } from "./stamp";

const ANSWERS = ["higher", "lower", "none as large", "not enough"] as const;
const interval = (value: number, low = value, high = value): Interval => ({ value, low, high });

function cell(k: number, right: number, labels: number | "names" | "none" = 1): CellFigures {
  const share = interval(right, right - 0.1, right + 0.1);
  const place = { model: 0, k, labels, format: "own", conditions: [0] };
  return {
    cell: place,
    right: share,
    form: interval(0.5),
    choice: share,
    calibrated: null,
    always: null,
  };
}

function difference(answer: Difference["answer"], change: Interval): Difference {
  return { change, gained: 3, lost: 1, p: 0.01, holm: 0.02, answer, level: 0.95, draws: 3 };
}

function whole(figures: Partial<Figures>): Whole {
  const items = Array.from({ length: 5 }, (_, i) => ({ input: `${i}`, expected: "a", labels: [] }));
  const conditions = { k: [0, 4], draws: 1, orders: 1, labels: [1], formats: ["own"], content_free: [] }; // prettier-ignore
  const prompt = { instruction: "", template: "{input} ->{output}\n", shot_sets: {}, query: { input: "?" }, labels: [{ text: "a" }, { text: "b" }], readout: "labels" as const, items: [] }; // prettier-ignore
  const plan: Plan = {
    ...{ model: "m", precision: null, prompt, items, conditions, other_model: null },
    ...{ shot_set: null, pool: 0, seed: 0, difference: 0.1, balanced: false, heads_off: [] },
  };
  const all = {
    chance: 0.5,
    cells: [],
    comparisons: [],
    calibrations: [],
    slopes: [],
    spreads: [],
    ...figures,
  };
  const models = ["one", "two"].map((id) => ({ id, precision: "fp32", provider: "cpu", fingerprint: "", bit_stable: true, graph: "", weights: [], tokenizer: "" })); // prettier-ignore
  const shown = { models, conditions: [], cells: [], read: [[]], detectable: 0.3 };
  return { plan, ...shown, figures: all, shotglass: "", made: "" };
}

const examples = (answer: Difference["answer"], change = interval(0.2, 0.1, 0.3)) =>
  whole({
    cells: [cell(0, 0.4), cell(4, 0.6)],
    comparisons: [{ pair: { factor: "k", before: 0, after: 1 }, difference: difference(answer, change) }], // prettier-ignore
  });

const textOf = (record: Whole, id: "examples" | "order" | "labels" | "models", words = en) =>
  sentenceOf(record, id, words.measure).main.map(({ text }) => text).join(""); // prettier-ignore

describe("the sentence of a measurement", () => {
  it("has a form of its own for each answer, in both languages", () => {
    for (const words of [en, zh]) {
      const sentences = ANSWERS.map((answer) => textOf(examples(answer), "examples", words));
      expect(new Set(sentences).size).toBe(4);
      for (const sentence of sentences) expect(sentence).toMatch(/40.%.*60.%/);
    }
    expect(textOf(examples("higher"), "examples")).toContain("More examples help");
    expect(textOf(examples("lower"), "examples")).toContain("More examples hurt");
    expect(textOf(examples("none as large"), "examples")).toContain("as large as 10 points");
    expect(textOf(examples("not enough"), "examples")).toBe(
      "5 questions are not enough to say whether 4 examples help: 40\u202f% of the answers are right with no example, 60\u202f% with 4.",
    );
  });
  it("answers about the ends that it names, as they were compared and are drawn", () => {
    const unclear = { ...difference("not enough", interval(0.2, -0.1, 0.5)), holm: 0.4 };
    const steps = (ends: Difference, step = unclear) =>
      whole({
        cells: [cell(0, 0.5), cell(1, 0.7), cell(8, 1)],
        comparisons: [
          { pair: { factor: "k", before: 0, after: 1 }, difference: step },
          { pair: { factor: "k", before: 1, after: 2 }, difference: unclear },
          { pair: { factor: "k", before: 0, after: 2 }, difference: ends },
        ],
      });
    const helps = steps(difference("higher", interval(0.5, 0.2, 0.8)));
    expect(textOf(helps, "examples")).toMatch(
      /^More examples help: 50.% .* no example, 100.% with 8/,
    );
    expect(sentenceOf(helps, "examples", en.measure).why).toContain("0 → 8 examples: +50.0 points");
    expect(stampOf(helps, "examples")).toBe("yes");
    expect(textOf(steps(unclear), "examples")).toContain("whether 8 examples help");
    const first = steps(unclear, difference("higher", interval(0.2, 0.1, 0.3)));
    expect(textOf(first, "examples")).toMatch(
      /^More examples help: 50.% .* no example, 70.% with 1/,
    );
    expect(sentenceOf(first, "examples", en.measure).why).toContain("0 → 1 example:");
  });
  it("says that the form was learned where right answers tell nothing yet", () => {
    const record = examples("not enough");
    const [before, after] = record.figures.cells;
    if (before === undefined || after === undefined) throw new Error("There are two cells.");
    [before.form, after.form] = [interval(0.0005, 0.0001, 0.001), interval(0.91, 0.85, 0.95)];
    expect(textOf(record, "examples")).toMatch(
      /^After 4 examples it says one of the answers with 91.%, 0.1.% without\. 5 questions/,
    );
    expect(textOf(record, "examples", zh)).toContain("91");
    expect(stampOf(record, "examples")).toBe("form");
    after.form = interval(0.91, 0.09, 0.95);
    expect(stampOf(record, "examples")).toBe("few");
  });
  it("says where an answer holds for these sets of examples alone", () => {
    const more = (change: Interval) => sentenceOf(examples("higher", change), "examples", en.measure).more.join(" "); // prettier-ignore
    expect(more(interval(0.2, -0.4, 0.8))).toContain("these sets of examples");
    expect(more(interval(0.2, 0.1, 0.3))).not.toContain("these sets");
  });
  it("says that all holds for one set of examples where one was drawn", () => {
    const record = examples("higher");
    const small = () => sentenceOf(record, "examples", en.measure).small;
    expect(small()).not.toContain("this one set of examples");
    const [comparison] = record.figures.comparisons;
    if (comparison !== undefined) comparison.difference.draws = 1;
    expect(small()).toContain("this one set of examples");
  });
  it("says what would show by questions alone where no sets of examples vary", () => {
    const record = examples("not enough");
    const small = (words = en) => sentenceOf(record, "examples", words.measure).small;
    expect(small()).not.toContain("expected to show");
    expect(small(zh)).not.toContain("预计能显出");
    const [comparison] = record.figures.comparisons;
    if (comparison !== undefined) comparison.difference.draws = 1;
    expect(small()).toContain("expected to show a difference of 30.0 points");
  });
  it("says first that a model answers the same to everything", () => {
    const always = (answers: (string | null)[]) => {
      const record = examples("not enough");
      record.figures.cells.forEach((cell, at) => (cell.always = answers[at] ?? null));
      return textOf(record, "examples");
    };
    expect(always([" no", " no"])).toMatch(/^one always answers “no”, whatever is asked\. 5 /);
    expect(always([" no", " yes"])).not.toContain("always");
    expect(always([" no", null])).not.toContain("always");
  });
  it.each([
    [interval(0.2, 0.1, 0.3), "The model reads the examples’ answers"],
    [interval(-0.2, -0.3, -0.1), "Right answers in the examples make it worse"],
    [interval(0.01, -0.05, 0.07), "does not follow the examples’ answers by as much as 10 points"],
    [
      interval(0.01, -0.3, 0.3),
      "are not enough to say whether the model reads the examples’ answers",
    ],
  ])("of a slope of %o says %s", (slope, words) => {
    const record = whole({ cells: [cell(4, 0.4, 0), cell(4, 0.6)], slopes: [{ cells: [0, 1], slope }] }); // prettier-ignore
    expect(textOf(record, "labels")).toContain(words);
  });
  it("calls neither model better where the server does not", () => {
    const sentence = (answer: Difference["answer"]) => {
      const record = examples(answer);
      const [comparison] = record.figures.comparisons;
      if (comparison !== undefined) comparison.pair.factor = "model";
      return textOf(record, "models");
    };
    expect(sentence("higher")).toContain("is right more often");
    expect(sentence("none as large")).toContain("do not differ by as much as 10 points");
    expect(sentence("not enough")).toContain(
      "5 questions are not enough to say which one is better",
    );
  });
  it("says that there is nothing to compare where there is one condition", () => {
    expect(textOf(whole({}), "order")).toBe("There is one condition, and nothing to compare it with."); // prettier-ignore
  });
});

describe("a comparison that its own interval excludes and its correction does not", () => {
  const answer = (change: Interval, words = en) =>
    words.measure.compared.answer({ ...difference("not enough", change), holm: 0.078 }, 0.1);
  it("is explained in both languages", () => {
    expect(answer(interval(-0.029, -0.053, -0.006))).toContain("p = 0.078: cannot be told apart");
    expect(answer(interval(-0.029, -0.053, -0.006))).toContain("alone leaves out 0");
    expect(answer(interval(-0.029, -0.053, -0.006), zh)).toContain("单独看不包含 0");
    expect(answer(interval(-0.029, -0.053, 0.006))).not.toContain("leaves out 0");
  });
});

describe("what stands out in a sentence", () => {
  it("stands between asterisks", () => {
    expect(segments("a *b* c")).toEqual([
      { text: "a ", strong: false },
      { text: "b", strong: true },
      { text: " c", strong: false },
    ]);
  });
});
