// The words around the lessons; those of each lesson lie in its folder.

import type { Outcome } from "../../../../core/experiments/result";
import { count } from "../../../../core/text/numbers";
import type { Group } from "./groups";

export const lessons = {
  lessons: {
    about:
      "Each lesson is one idea, its figure runs on real numbers, and its link opens an instrument where you can go on.",
    pages: "Lessons and their numbers",
    topics: "Topics",
    groups: {
      background: "Background",
      architecture: "Architecture",
      generation: "Objective and generation",
      series: "The series",
      inContext: "In-context learning",
      beyond: "Beside and beyond GPT",
      open: "Open questions",
    } satisfies Record<Group, string>,
    place: (i: number, n: number) => `${i} of ${n}`,
    path: "First steps",
    all: (n: number) => `All ${n} lessons`,
    fewer: "Fewer",
    figure: "The figure",
    symbols: "In symbols",
    opposite: "This would refute what the lesson says:",
    sources: "Sources",
    authors: (by: string) => by,
    steps: "Previous and next lesson",
    live: (model: string) => `Computed just now by ${model}`,
    computing: "Computing …",
    needsModel: "This figure needs the model. It appears as soon as one is ready.",
    recordedText: "No model can be asked just now; the figure stays on",
    held: "This link names a text. The model is asked when you say so.",
    ask: "Ask the model",
    failed: "The numbers could not be fetched. Reload the page to try again.",
    experiment: {
      title: "The experiment",
      hypothesis: "Hypothesis",
      rule: "Rule, written before the run",
      outcomes: {
        held: "Held.",
        refuted: "Refuted.",
        null: "Undecided: the data cannot tell.",
      } satisfies Record<Outcome, string>,
      n: (n: number, counted: string) => `n = ${count(n)} ${counted}`,
      seeds: (n: number) => (n === 1 ? "1 seed" : `${n} seeds`),
      tokens: (n: number) => `${count(n)} tokens`,
      minutes: (n: string) => `${n} min of processor time`,
      underATenth: "less than 0.1",
      commit: (digest: string) => `rule in commit ${digest}`,
      judged: "How it was judged",
      data: "Data, licences, and how to run it",
      again: (n: string) => `Run it yourself; it takes ${n} min of one core:`,
      value: "value",
      low: "95 % from",
      high: "to",
    },
    reading: {
      curve: "curve",
      change: (x: string) => `change from ${x}`,
      about: (x: string) => `about ${x}`,
      already: (x: string) => `${x} or fewer`,
      never: (x: string) => `not up to ${x}`,
      millions: (x: number) => `${x} million`,
    },
    needs: "Builds on",
    broken:
      "This lesson could not be drawn; the fault is ours. The other lessons are as they were.",
    inFigure: "Its mark in the figure lights up: press to see it.",
    course: {
      title: "A course of twelve weeks",
      about:
        "What one can do after each week, and the lessons it takes, each after those that it builds on. The minutes, of class and reading together, are an estimate.",
      enter: "The course",
      weeks: "The weeks",
      week: (number: number, minutes: number) => `Week ${number} · ${minutes} min`,
      goals: [
        "Say what counting words cannot do, and what a vector adds",
        "Say what pre-training saves, and how one measures it",
        "Turn a text into tokens and score it",
        "Compute one attention head by hand, mask included",
        "Follow a token through the whole network",
        "Train a net and tell when it learns by heart",
        "Draw a token by hand, with each decoder",
        "Tell zero-, one- and few-shot apart, and form from choice",
        "Name three accounts of in-context learning and what speaks against each",
        "Say when steps, one model for all tasks, and both sides help",
        "Read a scaling law, and doubt one",
        "Say what a likely text is not: true, fair, safe",
      ],
    },
    quiz: {
      first: "Guess first",
      show: "Show it",
      answer: (say: string) => `The answer: ${say}.`,
      right: (say: string) => `Right: ${say}.`,
      wrong: (mine: string, right: string) => `You said “${mine}”; right is “${right}”.`,
      progress: ({ answered, right }: { answered: number; right: number }, n: number) =>
        `${answered} of ${n} answered, ${right} right`,
      here: "Questions",
      sheet: "Sheet to print",
      key: "With the answers",
      leave: "Back to the lesson",
    },
    own: {
      title: "New lesson",
      text: "Its text, as lesson.en.md",
      chinese: "In Chinese too, as lesson.zh.md",
      numbers: "Its numbers, as result.json",
      help: "The form is described in docs/content.md. Nothing is written over; what is wrong is said with its line.",
      save: "Save the lesson",
      close: "Close",
    },
    glossary: "Glossary",
    allOutcomes: {
      title: "All hypotheses, and what became of them",
      sum: (outcomes: readonly Outcome[]) => {
        const of = (request: Outcome) => outcomes.filter((item) => item === request).length;
        return `${outcomes.length} hypotheses were written down before their experiments ran: ${of("held")} held, ${of("refuted")} were refuted, ${of("null")} stay undecided.`;
      },
      columns: ["Lesson", "Hypothesis", "What was found", "n"],
    },
  },
};
