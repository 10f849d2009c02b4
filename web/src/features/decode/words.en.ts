// The words of Decode.

import { controls, filters, draw } from "./filters/words.en";
import { count, nats, percent } from "../../core/text/numbers";

export const decode = {
  decode: {
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

    controls,

    filters,

    draw,

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
