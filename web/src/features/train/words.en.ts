// The words of Train: runs, curves over training, what was measured at the end, the card.

import { count, metric, percent } from "../../core/text/numbers";
import type { Emergence, Measured } from "./emergence/emergence";
import type { Reach } from "./record/record";
import { capital, examples } from "../compare/sentence/words.en";

type Axis = "tokens" | "labels" | "steps";

const UNITS: Record<Axis, string> = {
  tokens: "tokens",
  labels: "label predictions",
  steps: "steps",
};

const amount = (x: number, axis: Axis) => `${metric(x)} ${UNITS[axis]}`;
const sure = ({ y, low, high }: Measured) =>
  `${percent(y)} [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;

/** What happened to the choice with k examples, in one sentence or two. */
function emergence(
  found: Emergence,
  k: number,
  chance: number,
  axis: Axis,
  running: boolean,
): string {
  const right = `${sure(found.last)} right ${running ? "so far" : "at the end"}, where a guess gets ${percent(chance)}`;
  if (found.kind === "none" && k === 0) return `Without an example it can only guess: ${right}.`;
  if (found.kind === "none") {
    return `${capital(examples(k))} ${running ? "have not helped yet" : "never helped"}: ${right}.`;
  }
  const given = k === 0 ? "without an example" : `with ${examples(k)}`;
  if (found.kind === "early") {
    return `Better than a guess from the first look on: ${given} ${right}.`;
  }
  const use = k === 0 ? "to answer without an example" : `to use ${examples(k)}`;
  const before = found.from.x === 0 ? "At the start" : `For ${amount(found.from.x, axis)}`;
  const way = amount(found.to.x - found.from.x, axis);
  return found.share <= 0.25
    ? `${before} it could only guess. Then, within ${way}, it learned ${use}: ${right}.`
    : `${before} it could only guess; over the next ${way} it slowly learned ${use}: ${right}.`;
}

function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 90) return `${count(Math.round(seconds))}\u202fs`;
  if (minutes < 90) return `${minutes}\u202fmin`;
  return `${Math.floor(minutes / 60)}\u202fh ${minutes % 60}\u202fmin`;
}

export const train = {
  train: {
    documentTitle: "Train · Shotglass",
    title: "Watch a small model learn to use examples",
    about:
      "Each run trained a small GPT, some on from another run. Every so many steps it was asked the same questions with k examples before them, and nothing else changed.",
    waiting: "Reading the runs …",
    failed: "The server does not answer, so there is nothing to show.",
    again: "Try again",
    unknown: (id: string) => `The link names the run “${id}”, which is not here.`,
    broken: (id: string, detail: string) => `The run “${id}” cannot be shown: ${detail}`,
    duration,
    amount,

    none: {
      title: "No run yet",
      about:
        "A run appears here by itself as soon as it begins, and its curves grow while it goes on. This trains a first tiny model, in under five minutes on two cores:",
      copy: "Copy",
      copied: "Copied.",
      notCopied: "The browser did not let it be copied.",
    },

    runs: {
      title: "Runs",
      origin: { recorded: "recorded", here: "made here" },
      state: { running: "running", finished: "finished", stopped: "stopped" },
      parameters: (n: number) => `${metric(n)} parameters`,
      tokens: (n: number) => `${metric(n)} tokens`,
      more: "Train one of your own:",
    },

    live: {
      step: (step: number, all: number) => `Step ${count(step)} of ${count(all)}`,
      speed: (tokens: number) => `${count(Math.round(tokens))} tokens a second`,
      left: (seconds: number) => `about ${duration(seconds)} left`,
      loss: (loss: string) => `loss ${loss}`,
      follow: "Follow it",
      stop: "Stop following",
      held: "Not following: the curves stand still.",
      lost: "The connection broke off; the curves stand where they were.",
      said: (step: number, all: number, choice: string | null) =>
        choice === null
          ? `Step ${count(step)} of ${count(all)}.`
          : `Step ${count(step)} of ${count(all)}; ${choice}.`,
      saidChoice: (k: number, p: number) => `with ${examples(k)} ${percent(p)} right`,
      over: "The run is done.",
      stopped: (step: number, all: number) =>
        `Stopped at step ${count(step)} of ${count(all)}. The same command goes on from its last checkpoint.`,
    },

    controls: {
      axis: "Against",
      axes: { tokens: "tokens", labels: "label predictions", steps: "steps" },
      axisHelp:
        "A label prediction is one answer that the model was asked for. Plain text holds none; dense episodes hold many, so runs of other mixtures can be compared by them.",
      family: "Task",
      split: "Asked about",
      k: "Examples told of",
      kOption: (k: number) => examples(k),
      at: "Read off",
      atEnd: "the end",
      toEnd: "Back to the end",
    },
    families: {
      kind: "which kind of thing",
      category: "which kind of thing",
      recall: "recall of what was said",
      lookup: "recall of what was said",
      speech: "part of speech",
      forms: "word forms",
      affix: "made-up endings",
      natural: "kinds with natural names",
    } as Record<string, string>,
    splits: {
      train: "words and names from training",
      "held-words": "words it never trained on",
      "held-labels": "label names it never trained on",
      "held-both": "words and names it never trained on",
      "new-classes": "kinds it never trained on",
    } as Record<string, string>,

    axisCaptions: { tokens: "tokens read", labels: "labels predicted", steps: "steps" },
    k: (k: number) => (k === 0 ? "no example" : `k = ${k}`),
    guess: "a guess",
    emergence: {
      title: "Choice and form, by number of examples",
      sentence: emergence,
      choice: "Choice: how often right among the labels",
      form: "Form: probability on the labels",
      labels: {
        choice: (family: string) =>
          `Share of right answers over training, a line for each number of examples; ${family}`,
        form: (family: string) =>
          `Probability on the labels over training, a line for each number of examples; ${family}`,
      },
      jump: "the jump",
      help: (n: number) =>
        `${count(n)} questions at each look, the same for every k. The band is the 95 % interval (Wilson) of the thick line.`,
      asked: (family: string, split: string) => `Asked: ${family}, about ${split}.`,
      beyond: (split: string, last: Measured, guess: boolean) =>
        `About ${split}: ${sure(last)} right, ${guess ? "no better than a guess" : "better than a guess"}.`,
      looksBack: (score: number) =>
        score >= 0.3
          ? `On random tokens that are said twice a head of this run does so: ${score.toFixed(2)} of its attention goes there.`
          : `On random tokens that are said twice no head of this run does so: ${score.toFixed(2)} of its attention goes there at most.`,
      why: "Why at once? To use an example the model must find the earlier word and read what stood behind it. The usual account is that this takes two layers, one that notes the token before and one that looks for it, and that neither helps without the other (Olsson et al. 2022).",
      caption: {
        choice: (family: string, split: string) =>
          `How often right among the labels, in percent; ${family}, ${split}`,
        form: (family: string, split: string) =>
          `Probability on the labels, in percent; ${family}, ${split}`,
      },
      columns: { step: "Step", tokens: "Tokens", labels: "Label predictions" },
      waiting: "The first questions are asked after some steps; the curves begin there.",
      notProbed: "This run was not asked questions with examples.",
    },

    outcomes: {
      title: "Everything it was asked",
      caption: (running: boolean) =>
        `Everything it was asked, and what became of it ${running ? "so far" : "by the end"}. Percent with 95 % intervals.`,
      columns: {
        family: "Task",
        split: "Asked about",
        k: "k",
        right: "Choice",
        chance: "A guess",
        form: "Form",
        became: "What happened",
      },
      hardlyGiven: (what: string) => `${what}, among answers it hardly ever gives`,
      became: {
        jump: "jumped",
        rise: "rose slowly",
        none: "still a guess",
        early: "better from the first look on",
      },
    },

    curves: {
      title: "The training itself",
      loss: "Loss, nats",
      bits: "Bits per byte, held-out text",
      rate: "Learning rate",
      lossLabel: "Loss over training",
      bitsLabel: "Bits per byte of held-out text over training, a line for each source",
      rateLabel: "Learning rate over training",
      bitsHelp: "Bits per byte compare across tokenizers; fewer is better.",
      columns: { step: "Step", tokens: "Tokens" },
      noBits: "No text was held out in this run.",
      noSteps: "The first steps are on their way.",
    },

    heads: {
      title: "Which heads learned to look back",
      about:
        "One small curve a head, from 0 to 1; layers down, heads across. The number is the value read off.",
      scores: { induction: "Induction score", previous: "Previous-token score" },
      helps: {
        induction:
          "Random tokens are said twice. How much of its attention a head gives to the token that followed the same one the first time (Olsson et al. 2022).",
        previous: "How much of its attention a head gives to the token just before.",
      },
      cell: (layer: number, head: number, value: string) =>
        `layer ${layer}, head ${head}: ${value}`,
      label: (score: string) => `${score} of each head over training`,
      layer: (layer: number) => `layer ${layer}`,
      head: (head: number) => `head ${head}`,
      columns: { step: "Step", tokens: "Tokens" },
    },

    record: {
      title: "What it can do now",
      about: (name: string, n: number, date: string) =>
        `${name}, measured ${date}: ${count(n)} questions a task, the same for every row.`,
      none: "No k-shot table has been measured for a model of this run.",
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
        choice: "Choice",
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
        "gold-over-shuffled": "above shuffled labels",
        "over-majority": "above the most frequent label",
        "over-copy-last": "above copying the last label",
        "over-nearest": "above the nearest example’s label",
        "over-five-gram-cache": "above the 5-gram with cache",
      } as Record<string, string>,
      figure: (family: string) => `Who answers how often right: ${family}`,
      examples: (k: number) => (k === 0 ? "no example" : examples(k)),
      rows: {
        shuffled: "labels shuffled",
        flipped: "labels flipped",
        "flipped-towards": "labels flipped, as these teach",
        invented: "invented label names",
        "wrong-task": "examples of another task",
        majority: "the most frequent label",
        "copy-last": "the last example’s label",
        nearest: "the nearest example’s label",
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
          `The same questions in templates that no training episode was written by, and in its own about everyday nouns and invented names that are not in its lexicon. ${count(n)} questions a cell, ${examples(k)}; percent, choice with 95 % intervals. A guess is right in 50 %.`,
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
    },

    card: {
      title: "How it was made",
      meta: "Meta-trained on in-context episodes: it was trained on sequences of examples, so that it would learn from examples. Models of web text are not trained so.",
      prose: "Trained on text alone: no episode of examples was put before it.",
      episodes: (families: string) => `Episodes of: ${families}.`,
      parameters: "Parameters",
      tokens: "Tokens read",
      labels: "Labels predicted",
      time: "Wall time",
      speed: "Tokens a second",
      machine: "Of the machine’s matrix product",
      mfu: (p: number) => percent(p),
      device: "Machine",
      shape: "Shape",
      shapeOf: (family: string, layers: string, width: string, heads: string, context: string) =>
        `${family}, ${layers} layers of ${width}, ${heads} heads, context ${context}`,
      objective: "Objective",
      objectives: {
        "next-token": "next token",
        masked: "masked tokens",
      } as Record<string, string>,
      seed: "Seed",
      commit: "Commit",
      started: "Begun",
      model: "Model",
      tryIt: "Prompt it on Compare",
      data: "Data",
      dataColumns: {
        source: "Source",
        version: "Version",
        licence: "Licence",
        documents: "Documents",
        tokens: "Tokens",
      },
      sources: "Sources",
      limits: "Limits",
      recipe: "The recipe",
      copyRecipe: "Copy the recipe",
      faulty: (n: number) => `${count(n)} lines of its record could not be read and are left out.`,
      thinned: (shown: number, all: number) =>
        `${count(shown)} of ${count(all)} recorded lines are drawn, evenly taken; every curve keeps its first and its last.`,
    },
  },
};
