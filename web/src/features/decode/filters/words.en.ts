// The words of how the next token is drawn.

import { count, percent } from "../../../core/text/numbers";

export const controls = {
  title: "How the next token is drawn",
  about:
    "Temperature divides the scores: below 1 sharper odds, above 1 flatter; Compare’s are at 1. Top-k and top-p cut the tail.",
  temperature: "Temperature",
  top_k: "Top-k",
  top_p: "Top-p",
  min_p: "Min-p",
  repetition_penalty: "Repetition penalty",
  presence_penalty: "Presence penalty",
  frequency_penalty: "Frequency penalty",
  more: "Seed, min-p, penalties and the answer’s form",
  turnOff: "Turn min-p, penalties and the form off",
  moreAbout:
    "Penalties act on the logits of tokens that have occurred, before the temperature: repetition on those of the text and those taken, presence and frequency on those taken alone. Shown probabilities of “log p” stay the model’s own.",
  field: (name: string) => `${name}, as a number`,
  greedy: "likeliest",
  off: "off",
  seed: "Seed",
  sample: "Sample",
  sampleOption: (n: number) => `Sample ${n}`,
  out: (min: number, max: number) => `A number from ${count(min)} to ${count(max)} was expected.`,
  outWhole: (min: number, max: number) =>
    `A whole number from ${count(min)} to ${count(max)} was expected.`,
};

export const filters = {
  label: "The stages from logits to the draw, the likeliest tokens row by row",
  caption: "What each stage leaves. Probabilities in percent, entropy in nats.",
  logits: "Score − best",
  softmax: (t: string) => `Temperature ${t}`,
  narrow: { softmax: (t: string) => `Temp. ${t}`, adjusted: "Penalised" },
  top_k: (k: string) => `Top-k ${k}`,
  top_p: (p: string) => `Top-p ${p}`,
  min_p: (p: string) => `Min-p ${p}`,
  adjusted: "After penalties",
  changed: (n: number) => (n === 1 ? "1 logit changed" : `${count(n)} logits changed`),
  draw: "The draw",
  off: "off",
  tokens: (n: number) => (n === 1 ? "1 token" : `${count(n)} tokens`),
  mass: (p: number) => `${percent(p)} kept`,
  unsure: (n: string): [string, string, string] => [
    "as unsure as",
    `${n} equal choices`,
    `${n} choices`,
  ],
  removed: { top_k: "below k", top_p: "outside p", min_p: "under min-p", form: "forbidden" },
  likeliest: "likeliest",
  others: "everything else",
  inTokens: (n: number) => (n === 1 ? "in 1 token" : `in ${count(n)} tokens`),
  greedy: "nothing is drawn",
  greedyWhy: "the likeliest is taken",
  manyDrawn: (n: number) => `${count(n)} draws, 95 %`,
  column: {
    token: "Token",
    rank: "Rank",
    logit: "Logit",
    tokens: "Tokens left",
    mass: "Kept",
    ofTopK: "Of what top-k left",
    entropy: "Entropy",
    perplexity: "Perplexity",
    samples: "Samples",
    observed: (n: number) => `Of ${count(n)} draws`,
    low: "Low",
    high: "High",
  },
  atTemperature: (t: string) =>
    t === "1"
      ? "The percentages are at temperature 1, the model’s own, until top-k and top-p take tokens away."
      : `The percentages are at temperature ${t}; under “Score − best” stand the model’s own scores, less the best one.`,
  atGreedy: "At temperature 0 the likeliest token gets all; this is no probability of the model’s.",
  inCompare: "Compare shows them at temperature 1, before any sampling setting",
  order: (k: string, before: string, p: string, stored: string, mass: string) =>
    `Top-k comes first. The ${k} tokens that it keeps hold ${before} of the probability; they are scaled to sum to 100 %, and top-p counts its ${p} in that. It keeps ${stored} of what top-k left, which is ${mass} of the whole, and scales it to 100 % again.`,
  perplexity:
    "Perplexity is exp of the entropy in nats, the effective number of tokens: the distribution is as unsure as one of that many equally likely tokens.",
  notes: "How to read the columns",
  every: "All stages",
  signs: "In the names of tokens ␣ is a space.",
  select: "Select a token to take it and see what comes after.",
};

export const draw = {
  title: "Where the random number falls",
  label: (u: string, token: string) =>
    `The tokens left, laid end to end from 0 to 1; ${u} falls on ${token}`,
  about:
    "The tokens left, end to end from 0 to 1. The same seed, sample and place: the same number.",
  greedy: "At temperature 0 there is no draw: the likeliest token is taken.",
  many: "Draw 1\u202f000 times",
  fewer: "Hide the 1\u202f000 draws",
  manyAbout:
    "Shares of samples 0 to 999 under this seed, with 95 % intervals (Wilson); the upright line is the probability.",
  own: (times: string) => `As the model has it (temperature 1): the likeliest about 1 in ${times}`,
  below: (temperature: number, times: string) =>
    temperature === 0
      ? "At temperature 0: the likeliest takes all"
      : `At temperature ${temperature}: about 1 in ${times}`,
  number: "one random number between 0 and 1",
  caption: "Tokens end to end from 0 to 1 as they are drawn from; probabilities in percent",
  columns: ["Token", "The model’s own p", "p drawn from", "From", "To", "Samples (their numbers)"],
};
