// The words of Decode.

import { count, nats, percent } from "../../core/text/numbers";

export const decode = {
  decode: {
    documentTitle: "Next word · Shotglass",
    title: "How is the next word drawn?",
    fell: (u: string) => `Random number ${u} fell on`,
    fellEnd: (begins: string | null) => (begins === null ? "." : `, where “${begins}” begins.`),
    greedy: (word: string) => `“${word}” is the likeliest, so it is taken.`,

    source: {
      text: "Text before the next token",
      yours: "Use your prompt",
      tokens: (n: number) =>
        `This text reaches the model as the ${count(n)} tokens of a conversation, special ones among them. Once you edit it, all of it is plain text.`,
      tokensOfOther: (of: string, now: string) =>
        `This text was the tokens of a conversation with ${of}. ${now} reads it as plain text, the names of special tokens too.`,
      ask: "Ask the model",
      held: "The model has not been asked yet.",
      asking: "Asking the model …",
      waitingAny: "The probabilities of every token that could come next will stand here.",
      live: (model: string) => `Live, from ${model}.`,
      recorded: (model: string, date: string, digest: string) =>
        `Recorded ${date} from ${model} (${digest}).`,
      stale: "The bars still belong to the text before.",
      longAddress: "This text is too long for a link; the address does not hold it.",
      unknown: (token: string) =>
        `The link takes “${token}”, which is no token of this model. Go back to a token before it.`,
    },

    path: {
      title: "Chosen so far",
      start: "the text",
      back: (token: string) => `Back to “${token}”`,
      backToText: "Back to the text alone",
      sum: (n: number, logprob: number) =>
        `log p of ${n === 1 ? "this token" : `these ${count(n)} tokens`} ${nats(logprob)} nats, so ${percent(Math.exp(logprob))}: the probabilities multiply, their logarithms add.`,
      partly: "Reading the probabilities of the tokens before …",
      takeDrawn: "Take",
      takeLikeliest: "Take the likeliest",
      take: (token: string, p: number) => `Take “${token}”, ${percent(p)}`,
    },

    controls: {
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
      greedy: "0: the likeliest token",
      off: "off",
      seed: "Seed",
      sample: "Sample",
      sampleOption: (n: number) => `Sample ${n}`,
      out: (min: number, max: number) =>
        `A number from ${count(min)} to ${count(max)} was expected.`,
      outWhole: (min: number, max: number) =>
        `A whole number from ${count(min)} to ${count(max)} was expected.`,
    },

    filters: {
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
      atGreedy:
        "At temperature 0 the likeliest token gets all; this is no probability of the model’s.",
      inCompare: "Compare shows them at temperature 1, before any sampling setting",
      order: (k: string, before: string, p: string, stored: string, mass: string) =>
        `Top-k comes first. The ${k} tokens that it keeps hold ${before} of the probability; they are scaled to sum to 100 %, and top-p counts its ${p} in that. It keeps ${stored} of what top-k left, which is ${mass} of the whole, and scales it to 100 % again.`,
      perplexity:
        "Perplexity is exp of the entropy in nats, the effective number of tokens: the distribution is as unsure as one of that many equally likely tokens.",
      notes: "How to read the columns",
      every: "All stages",
      signs: "In the names of tokens ␣ is a space.",
      select: "Select a token to take it and see what comes after.",
    },

    draw: {
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
      caption: "The random numbers of samples 0 to 7",
      sample: "Sample",
      number: "Number",
      token: "Token",
      from: "Part from",
      to: "to",
      others: "others",
    },

    pin: {
      keep: "Pin to compare",
      replace: "Pin this one instead",
      drop: "Unpin",
      title: "Two distributions",
      label: "The pinned distribution and the one above, token by token",
      before: "pinned",
      now: "now",
      settings: (t: number, k: number, p: number) =>
        `temperature ${t}, top-k ${k === 0 ? "off" : count(k)}, top-p ${p === 1 ? "off" : p}`,
      after: (text: string) => `after “${text}”`,
      distance: (p: number) =>
        `${percent(p)} of the probability lies elsewhere (total variation over the whole vocabulary).`,
      caption: "Probabilities that are drawn from, after temperature and filters, in percent",
    },

    tree: {
      title: "Ways taken",
      label: "The tokens taken as a tree, with the probability of each",
      about: "Go back to any token and take another: both ways stay.",
      caption: "Each way taken, with its probabilities",
      way: "Way",
      p: "p of the last token",
      logprob: "log p of the way",
    },

    beam: {
      title: "Beam search",
      about:
        "Instead of settling on one token at a time, beam search keeps the likeliest beginnings at every step, as many as the beam is wide, and drops all others for good. Every token adds a negative log p, so longer texts always sum lower; dividing the sum by a power of the length lets short and long texts be compared.",
      from: (taken: number): string =>
        taken === 0
          ? "It goes on from the text above."
          : "It goes on from the text above and the tokens taken.",
      width: "Beam width",
      max_tokens: "Tokens at most",
      n: "Answers shown",
      alpha: "Power α",
      divide: "Divide the sum by",
      length: "length",
      gnmt: "((5 + length) / 6)",
      gnmtNote: "as in GNMT",
      early: "Stop once as many texts have ended as the beam is wide",
      search: "Search",
      stop: "Stop searching",
      needsModel: "A search needs a model that is ready.",
      searching: "Searching …",
      stopped: "Stopped before its end.",
      done: (finished: number, text: string) =>
        `${finished === 1 ? "1 text has" : `${count(finished)} texts have`} ended. The best${text === "" ? " says nothing at all" : `: “${text}”`}.`,
      stale: "The tree belongs to an earlier text or setting. Search again to renew it.",
      label:
        "The tree of the search, a column a token, the likeliest of each step on top. Arrow keys go along it.",
      tree: "The tree",
      prompt: "the text",
      node: (token: string, own: number, sum: number, fate: string) =>
        `${token}, log p ${nats(own)}, sum ${nats(sum)}, ${fate}`,
      standing: {
        kept: "kept",
        left: "kept at first, then dropped",
        pruned: "dropped",
        ended: "ended",
      },
      ranked: (rank: number) => `answer ${rank}`,
      legend: {
        sums: "Under each token: the sum of log p from the start, in nats.",
        best: "on the way to an answer",
      },
      choose: "Choose a token to read how its sum comes about, and to take the way to it.",
      adds: (parts: string, sum: number) => `log p: ${parts} = ${nats(sum)}`,
      take: "Take these tokens",
      answers: "The answers",
      answersCaption: "The best of all texts that ended, by their score",
      rank: "Rank",
      text: "Text",
      score: "Score = log p / norm",
      empty: "nothing at all",
      ends: "ended by itself",
      unnormalised: (text: string) => `By log p alone, undivided, “${text}” would come first.`,
      sameFirst: "By log p alone, undivided, the same text comes first.",
      caption: "Every token that the search looked at, step by step; log p in nats",
      column: {
        way: "Way",
        step: "Step",
        own: "log p",
        sum: "Sum",
        fate: "Fate",
        score: "Score",
      },
    },
  },
};
