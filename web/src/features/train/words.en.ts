// The words of Train: runs, curves over training, what was measured at the end, the card.

import { count, metric, percent } from "../../core/text/numbers";
import { amount, story } from "./emergence/words.en";
import { record } from "./record/words.en";
import { examples } from "../../words/common.en";

function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 90) return `${count(Math.round(seconds))}\u202fs`;
  if (minutes < 90) return `${minutes}\u202fmin`;
  return `${Math.floor(minutes / 60)}\u202fh ${minutes % 60}\u202fmin`;
}

export const train = {
  train: {
    title: "Watch a small model learn to use examples",
    about: "Small GPTs, asked all through training.",
    waiting: "Reading the runs …",
    failed: "The server does not answer, so there is nothing to show.",
    again: "Try again",
    unknown: (id: string) =>
      `The link names the run “${id}”, which is not here. If a recipe has that name, “shotglass train ${id}” in a terminal starts it, and this page shows it as it goes on.`,
    broken: (id: string, detail: string) => `The run “${id}” cannot be shown: ${detail}`,
    duration,
    amount,

    none: {
      title: "No run yet",
      about:
        "The line above trains a first tiny model, in under five minutes on two cores. Its curves grow here while it goes on.",
      copy: "Copy",
      copied: "Copied.",
      notCopied: "The browser did not let it be copied.",
    },

    runs: {
      title: "Runs",
      recordedTitle: "Recorded runs",
      origin: { recorded: "recorded", here: "made here" },
      state: { running: "running", finished: "finished", stopped: "stopped" },
      parameters: (n: number) => `${metric(n)} parameters`,
      tokens: (n: number) => `${metric(n)} tokens`,
      /** A run whose model ships has the name of that model. */
      names: {
        emergence: "Examples only",
        "house-trunk": "Prose only, first part",
        "house-prose": "House GPT-2, prose only",
        "house-dense": "Taught by episodes, first part",
        "house-gpt2": "House GPT-2, taught by episodes",
        "house-templates-dense": "Many formats, first part",
        "house-templates": "House GPT-2, many formats",
        "house-everyday": "House GPT-2, everyday words",
        markov: "Markov chains",
      } as Record<string, string>,
      start: "In a terminal:",
      tune: "To fine-tune a model that is here, on rows of your own:",
      where: "Fine-tuning and requirements",
      program:
        "Any folder will do. shotglass is the program that serves this page; in a checkout it is .venv/bin/shotglass. Training needs torch as well, in the same environment:",
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
      stepOf: (step: number, all: number, choice: string | null) =>
        choice === null
          ? `Step ${count(step)} of ${count(all)}.`
          : `Step ${count(step)} of ${count(all)}; ${choice}.`,
      withChoice: (k: number, p: number) => `with ${examples(k)} ${percent(p)} right`,
      over: "The run is done.",
      stopped: (step: number, all: number) =>
        `Stopped at step ${count(step)} of ${count(all)}. The same command goes on from its last checkpoint.`,
    },

    controls: {
      title: "Other questions, another axis",
      axis: "x axis",
      axes: { tokens: "tokens", labels: "answers practised", steps: "steps" },
      axisHelp:
        "An answer practised is one that training asked for. Plain text asks for none, episodes of examples for many, so runs of different texts can be compared by them.",
      family: "Task",
      split: "Asked about",
      k: "Examples in the question",
      kOption: (k: number) => examples(k),
      at: "At",
      atEnd: "the end",
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
      "held-labels": "answers it never trained on",
      "held-both": "words and names it never trained on",
      "new-classes": "kinds it never trained on",
      everyday: "everyday nouns and names, in sentences, that it never trained on",
    } as Record<string, string>,

    axisCaptions: { tokens: "tokens read", labels: "answers practised", steps: "steps" },
    k: (k: number) => examples(k),
    guess: "a guess",
    emergence: {
      title: "Right and form, by number of examples",
      story,
      others: "others", // than the words and names from training
      choice: "Right: how often the right answer leads",
      form: "Form: probability of all answers together",
      labels: {
        choice: (family: string) =>
          `Share of right answers over training, a line for each number of examples; ${family}`,
        form: (family: string) =>
          `Probability of all answers over training, a line for each number of examples; ${family}`,
      },
      jump: "the jump",
      help: (n: number) => `${count(n)} questions a point; band: 95 % interval.`,
      probe: (family: string, split: string) => `Asked: ${family}, about ${split}.`,
      looksBack: (score: number) =>
        score >= 0.3
          ? `On random tokens that are said twice a head of this run does so: ${score.toFixed(2)} of its attention goes there.`
          : `On random tokens that are said twice no head of this run does so: ${score.toFixed(2)} of its attention goes there at most.`,
      why: "Why at once? To use an example the model must find the earlier word and read what stood behind it. The usual account is that this takes two layers, one that notes the token before and one that looks for it, and that neither helps without the other (Olsson et al. 2022).",
      caption: {
        choice: (family: string, split: string) =>
          `How often the right answer leads, in percent; ${family}, ${split}`,
        form: (family: string, split: string) =>
          `Probability of all answers, in percent; ${family}, ${split}`,
      },
      columns: { step: "Step", tokens: "Tokens", labels: "Answers practised" },
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
        k: "Examples",
        right: "Right",
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
      bitsHelp:
        "Bits per byte compare across tokenizers; fewer is better. Where a curve rises, the run gets worse at that text.",
      columns: { step: "Step", tokens: "Tokens" },
      noSteps: "The first steps are on their way.",
    },

    questions: {
      title: "The same questions, before and after",
      about: (n: string) =>
        `${n} rows are held out: the run never trains on them. It is asked about them before its first step and again while it learns.`,
      aboutText:
        "The model goes on from the beginning of texts that are held out: before the first step, and again while it learns.",
      counted: "Right answers and their probability, before and after",
      columns: {
        input: "Question",
        expected: "Right answer",
        before: "Before",
        after: (step: string) => `After step ${step}`,
      },
      rows: {
        right: "Right, percent [95 % interval]",
        form: "Form: probability of all answers together, percent",
        nats: "Surprisal of the right answer, nats",
      },
      chance: (p: string) => `A guess is right in ${p}. `,
      help: "Surprisal is minus the logarithm of the right answer’s probability, in nats; less is better.",
      caption: (n: string) => `The first ${n} of them, with what the model says and its share.`,
      right: "✓ right",
      wrong: "✗ wrong",
      waiting: "The first questions are asked before the first step.",
    },

    chains: {
      title: "What it has learned of Markov chains",
      about:
        "Each row is a chain of a few states with transitions of its own, which only what stands before can tell. Three readers say what comes next: one says that all states are alike, one counts the states, one counts what followed the present state. The lowest line is the reader that the model is most like.",
      label: "Distance of the model from three readers of Markov chains, over training",
      help: "Distance (KL divergence) of the model from each reader, in nats, over the second half of chains that no step has.",
      readers: {
        uniform: "all alike",
        unigram: "counts states (unigram)",
        bigram: "counts what follows (bigram)",
      },
    },

    heads: {
      title: "Do heads learn to look back?",
      highest: (layer: number, head: number, value: string) =>
        `Highest: ${value}, layer ${layer}, head ${head}.`,
      about:
        "One small curve a head, from 0 to 1; layers down, heads across. The number is the value at the step chosen.",
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

    record,

    card: {
      title: "How it was made",
      name: "Name of the run",
      meta: "Meta-trained on in-context episodes: it was trained on sequences of examples, so that it would learn from examples. Models of web text are not trained so.",
      prose: "Trained on text alone: no episode of examples was put before it.",
      chains: "Trained on Markov chains alone, each drawn anew.",
      tuned:
        "Fine-tuned: it began with the weights and the tokenizer of a model that was imported.",
      episodes: (families: string) => `Episodes of: ${families}.`,
      parameters: "Parameters",
      tokens: "Tokens read",
      labels: "Answers practised",
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
      unread:
        "Data, for the vocabulary and the held-out text alone: it was not trained on this prose",
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
