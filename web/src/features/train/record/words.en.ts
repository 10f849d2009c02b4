// The words of what a run can do now: the rule, its verdicts and how far they reach.

import { count, percent } from "../../../core/text/numbers";
import type { Reach } from "./record";
import { examples } from "../../../words/common.en";

export const record = {
  title: "What it can do now",
  about: (name: string, n: number, date: string) =>
    `${name}, measured ${date}: ${count(n)} questions a task, the same for every row.`,
  none: "No table by number of examples has been measured for a model of this run.",
  ruleTitle: "The rule, written before the run",
  verdicts: "The verdicts",
  verdict: {
    yes: "learned from the examples",
    no: "not shown",
    unjudged: "not judged",
  },
  reached: (right: number, all: number) => `${right} of ${all} conditions hold`,
  conditionsTitle: "The conditions one by one",
  verdictCaption: (k: number, split: string) =>
    `Asked with ${examples(k)} about ${split}. Percent with 95 % intervals.`,
  columns: {
    family: "Task",
    who: "Who answers",
    low: "Low",
    high: "High",
    choice: "Right",
    form: "Form",
    chance: "A guess",
    verdict: "Verdict",
    condition: "Condition",
    interval: "Measured",
    bound: "Asked for",
    holds: "Holds",
    n: "n",
  },
  atLeast: (points: string) => `at least ${points}`,
  aboveNothing: "above 0",
  holds: { yes: "yes", no: "no", open: "not measured" },
  conditions: {
    "above-chance": "above a guess",
    "gold-over-shuffled": "above shuffled answers",
    "over-majority": "above the most frequent answer",
    "over-copy-last": "above copying the last answer",
    "over-nearest": "above the nearest example’s answer",
    "over-five-gram-cache": "above the 5-gram with cache",
  } as Record<string, string>,
  figure: (family: string) => `Who answers how often right: ${family}`,
  examples: (k: number) => (k === 0 ? "no example" : examples(k)),
  rows: {
    shuffled: "answers shuffled",
    flipped: "answers flipped",
    "flipped-towards": "answers flipped, as these teach",
    invented: "invented names as answers",
    "wrong-task": "examples of another task",
    majority: "the most frequent answer",
    "copy-last": "the last example’s answer",
    nearest: "the nearest example’s answer",
    "five-gram": "5-gram",
    "five-gram-cache": "5-gram with cache",
    twin: "its twin",
    model: "this model",
    "held-out": "held-out text",
  } as Record<string, string>,
  kinds: {
    shots: "the model, by number of examples",
    control: (k: number) => `the model, ${k} examples wrong in a known way`,
    baseline: (k: number) => `simple rules over the same ${k} examples`,
    beside: (k: number) => `other models with the same ${k} examples`,
  },
  guess: "a guess",
  reach: {
    title: "How far it reaches: other templates, other words",
    about: (k: number, n: number) =>
      `The same questions in templates that no training episode was written by, and in its own about everyday nouns and invented names that are not in its lexicon. ${count(n)} questions a cell, ${examples(k)}; percent, right with 95 % intervals. A guess is right in 50 %.`,
    written: "Written as",
    wordings: {
      own: "its own templates",
      sentence: "a short sentence",
      separator: "another separator",
      field: "other field names",
      order: "the field before the word",
      quotes: "quotes",
      "one line": "all in one line",
      bare: "no space before the word",
    } as Record<string, string>,
    others: (words: boolean, names: boolean): string =>
      words && names
        ? "other everyday nouns, other invented names"
        : words
          ? "other everyday nouns"
          : "other invented names",
    all: "All templates",
    claim: (reach: Reach | null) =>
      reach === null
        ? " in its own templates, about its own lexicon; others were not measured."
        : ` in its own templates, about its own lexicon; in ${reach.templates} other templates it is right in ${percent(reach.low)} to ${percent(reach.high)}, by kind of template.`,
  },
  bits: "Bits per byte on held-out text",
  bitsColumns: {
    source: "Source",
    model: "This model",
    bytes: "Bytes",
  },
  samples: {
    title: "Texts it wrote, none picked",
    about: (texts: number, length: number, words: number, dictionary: string) =>
      `${count(texts)} texts of at most ${count(length)} tokens at temperature 1, beside as many held-out ones and a 5-gram’s. Percent; different words and pairs over the first ${count(words)} words. Dictionary: ${dictionary}.`,
    of: "Texts of",
    words: "Words",
    columns: {
      repeated_8: "8 words repeated",
      copied_8: "8 words copied from training",
      in_dictionary: "In the dictionary",
      distinct_1: "Different words",
      distinct_2: "Different pairs",
    },
    read: "Read the first ones",
  },
};
