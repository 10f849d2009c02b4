// The words of the task as one's own: undo, files, pasted rows, copies, reference marks, branches.

import { count, percent } from "../../../core/text/numbers";

const rows = (n: number) => (n === 1 ? "1 row" : `${count(n)} rows`);

export const tasks = {
  tasks: {
    expectedColumn: "expected",
    undo: "Undo",
    redo: "Redo",
    undone: "Undone.",
    steps: {
      delete: (what: string) => `“${what}” is deleted.`,
      paste: (n: number, left: number, most: number) =>
        left === 0
          ? `${rows(n)} added.`
          : `${rows(n)} added, ${left} left out: ${most} examples at most.`,
      replace: (n: number, left: number, most: number) =>
        left === 0
          ? `The examples are now ${rows(n)}.`
          : `The examples are now ${rows(n)}; ${left} left out: ${most} at most.`,
      flip: "The labels are flipped.",
      shuffle: "The labels are shuffled.",
      reset: "The task is as it was.",
      new: "A new task is open; yours was changed.",
      open: "Another task is open; yours was changed.",
      file: (name: string) => `${name} is open. It runs when you press Run.`,
    },
    labels: {
      flip: "Flip labels",
      flipHelp:
        "Every answer becomes another one by one rule: two are exchanged, more are rotated.",
      shuffle: "Shuffle labels",
      shuffleHelp: "The same answers, handed out to the examples by chance (with the seed below).",
    },
    axisRows: {
      examples: "Rows: the answers of the examples, and the expected one.",
      task: "Rows: the answers listed by the task.",
      person: "Rows: your own choice.",
      follow: "Follow the examples again",
      next: (rows: string) => `Edited: the next run has the rows ${rows}.`,
      and: (named: string, more: number) => (more === 0 ? named : `${named} and ${more} more`),
      missing: (answers: string) =>
        `The examples’ answers without a row fall under “any other”: ${answers}.`,
      expectedMissing: (answer: string) =>
        `The expected answer ${answer} has no row: it falls under “any other”.`,
      cut: (given: number, most: number, left: string) =>
        `The examples give ${given} different answers; ${most} rows are drawn. Under “any other”: ${left}.`,
    },
    rows: {
      title: "Paste rows",
      label: "Rows of a spreadsheet or of a CSV file",
      help: "One example a row: question -> answer; a tab or a comma parts them too. With three columns: question, reasoning, answer. Every row counts, also the first.",
      add: (n: number) => (n === 0 ? "Add" : `Add ${rows(n)}`),
      replace: "Replace the examples",
      fault: (row: number, cells: number, first: number) =>
        cells !== first
          ? `Row ${row} has ${cells} ${cells === 1 ? "cell" : "cells"}, row 1 has ${first}; the same in every row was expected.`
          : `Row ${row} has ${cells} ${cells === 1 ? "cell" : "cells"}; 2 or 3 were expected, parted by tabs, commas or ->.`,
      reasoningMissing:
        "The template shows {reasoning}, so three columns were expected: question, reasoning, answer.",
    },
    madeFor: {
      group: "For our own models",
      other: (name: string) => `This task is made for ${name}; another model is in use.`,
      use: (name: string) => `Use ${name}`,
      missing: (id: string) =>
        `This task is made for the model ${id}, which is not installed here.`,
    },
    tools: "Save, open, copy as",
    files: {
      save: "Save task",
      open: "Open task",
      pick: "A JSON file",
      help: "A task is a JSON file: template, examples, question, answers. It can be dropped here too, and never runs by itself.",
      size: (name: string, is: string, most: string) =>
        `${name} has ${is}; a task of at most ${most} was expected.`,
      json: (name: string, detail: string) => `${name} is not JSON: ${detail}`,
      prompt: (name: string, at: string, detail: string) =>
        `${name} is no task, at ${at}: ${detail}`,
    },
    copyAs: "Copy as",
    promptOf: (k: number) =>
      `prompt with ${k === 0 ? "no example" : k === 1 ? "1 example" : `${k} examples`}`,
    copied: (what: string) => `Copied: ${what}.`,
    notCopied: "The browser did not let it be copied.",
    marks: {
      title: "Reference marks",
      contentFree: "if the question is blank",
      contentFreeHelp:
        "A thin tick on each answer’s row: the same prompt with “N/A” in place of the question. What the examples alone make likely (contextual calibration, Zhao et al. 2021). Scored now, by the model.",
      chance: "an even split",
      chanceHelp:
        "A dotted line: the few-shot prompt’s probability of all answers together, divided evenly among them. An answer to the right of it has more than an even split.",
    },
    without: {
      heading: "points without it",
      ask: "What does each example bring?",
      failed: "The model did not answer.",
      help: (expected: string, k: number) =>
        `By how many percentage points “${expected}” changes when this example is left out of ${k === 1 ? "the prompt" : `the ${k}`}: below 0 the example helps.`,
    },
    fork: {
      instead: (was: string) => `instead of “${was}”:`,
      remove: (chosen: string) => `Remove the branch from “${chosen}”`,
      otherTokens:
        "The text up to here is now cut into other tokens than when it was written, so the odds differ a little from the card’s.",
    },
    evidence: {
      line: (n: number, most: number, form: string, right: string) =>
        `Recorded, n = ${count(n)}, 0 to ${most} examples: form ${form}; the expected answer led in ${right}.`,
      scarce: (k: number, form: string) =>
        `That counts among the answers only: with ${k} examples the model gives any of them with ${form}, so hardly ever.`,
      best: (k: number, right: string, last: number, lastRight: string) =>
        `Best with ${k === 1 ? "1 example" : `${k} examples`}, chosen in hindsight: ${right}; with ${last}: ${lastRight}.`,
      verdict: {
        "task learned": "The task is learned.",
        "form learned": "The form is learned, the task is not.",
        null: "Not enough to call form or task learned.",
      },
      otherModel: (name: string) => `Measured on ${name}.`,
      byK: "By number of examples",
      measure: "Measure it with your own questions",
      caption: (date: string, model: string, n: number) =>
        `${model}, ${date}, n = ${count(n)}; percent with 95 % intervals`,
      k: "examples",
      measures: { form: "form", choice: "share", right: "right" },
      help: (chance: string) =>
        `Form: the probability of all answers together. Share: the expected answer’s part of it. Right: how often that part was the largest (Wilson intervals), however seldom the model gives any of them; a guess is right in ${chance}. Task learned: at the end form is above 10 % and more questions turned right than wrong (paired test, p < 0.05), above a guess. Form learned: form rose by more than 10 points. The intervals’ ends decide.`,
      another: (n: number) => `another of ${count(n)}`,
      notFetched: "The questions could not be fetched.",
    },
    robustness: {
      unfold: "By order and format",
      question: "question",
      questions: {
        examples: "Do 8 examples help, against none?",
        order: "Does the order of 4 examples matter?",
        labels: "Are their answers read? (from all wrong to all right)",
        format: "Does the format matter?",
      },
      answers: {
        yes: "yes",
        reverse: "the reverse",
        no: "no",
        "not enough": "n is not enough to say",
      },
      between: (low: string, high: string) => `${low} to ${high}`,
      cannot: "not asked: each question has its own answers",
      notMeasured: "not measured yet",
      otherSet: "This was measured with the task’s first examples only.",
      failed: "The record could not be fetched.",
      caption: (date: string, n: number) =>
        `Recorded ${date || "nothing yet"}, fp32, n = ${count(n)}; percent of right answers, changes in points with 95 % intervals`,
      help: (
        n: number,
        rule: { draws: number; orders: number; formats: number },
        detectable: number,
      ) =>
        `Examples and answers over ${rule.draws} sets of the examples; ${rule.orders} orders of the same four; ${rule.formats} templates that mean the same, the lowest and the highest. Right: the expected answer led. “Yes” is p < 0.05 after Holm’s correction over everything judged of the model; with one set of examples ${detectable > 1 ? `so many comparisons of ${n} questions can be expected to show no difference` : `so many comparisons of ${n} questions can be expected to show differences of ${percent(detectable)} and more`}.`,
      origin: (digests: string, commit: string) =>
        `The rule was committed before (${commit}). Graphs and weights: ${digests}.`,
    },
  },
};
