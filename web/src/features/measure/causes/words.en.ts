// The words of the questions that look for what answers depend on.

import type { Interval, VectorEffect } from "../../../core/api/api.gen";
import { decimal, percent, percentDigits, points } from "../../../core/text/numbers";
import type { Settings } from "../questions/settings";
import { isApart, magnitude } from "../../../core/measurement/bounds";
import type { Ablating, ExampleFacts, HeadFacts, VectorFacts } from "./facts";

type Rule = (smallest: number, comparisons: number) => string[];
type Set = "answers" | "prefix" | "previous" | "random";

const questionCount = (n: number) => (n === 1 ? "1 question" : `${n} questions`);
const nats = ({ value, low, high }: Interval) =>
  `${decimal(value, 2)} [${decimal(low, 2)}, ${decimal(high, 2)}]`;
/** Of a change of log-odds, the factor of the odds. */
const fold = ({ value, low, high }: Interval) =>
  `${factor(value)}-fold [${factor(low)}, ${factor(high)}]`;
const factor = (change: number) => decimal(Math.exp(change), 1);
const share = ({ value, low, high }: Interval) =>
  `${percent(value)} [${percentDigits(Math.max(0, low))}, ${percentDigits(Math.min(1, high))}]`;
const change = ({ value, low, high }: Interval) =>
  `${points(value)} points [${points(Math.max(-1, low))}, ${points(Math.min(1, high))}]`;
const plural = (n: number) => (n === 1 ? "head" : `${n} heads`);

const right =
  "An answer is right when the expected one is likelier than every other answer; form is the probability of all answers together.";
const inFp32 =
  "The inside is always computed in fp32. Intervals are over questions (of shares and changes by their score; of log-odds by the bootstrap), one figure at a time.";

export const causeQuestions = {
  "which-example": {
    name: "Which example matters most?",
    about: ({ k, questions }: Settings) =>
      `each of ${Math.max(...k)} left out and hidden; ${questionCount(questions)}`,
    title: "What the answer loses without each example",
    waiting: "Each example is left out, hidden from attention, and robbed of its answer.",
    rule: (() => [
      "The effect is what the log-odds of the expected answer, against all the others, lose; below 0 the example did harm. Left out, all that follows moves up; hidden, every token stays in its place and no later one attends to the example. The two need not agree.",
      "Attention is the share of the last token’s attention on the example, mean over all layers and heads. The first token of the text counts to no example, since heads rest on it whatever it is. The rank correlation is Spearman’s, of the examples within each question.",
      inFp32,
    ]) as Rule,
  },
  "which-head": {
    name: "Which attention heads do it?",
    about: ({ k, questions }: Settings) =>
      `top 1 to 10 % off, and as many at random; k\u00a0=\u00a0${Math.max(...k)}, ${questionCount(questions)}`,
    title: "Right answers with heads switched off",
    waiting:
      "Heads are ranked in three ways, and the top ones switched off against as many random ones.",
    rule: (() => [
      right,
      "Heads are ranked by attention to the examples’ answers, by prefix matching and by attention to the token before (both on random tokens that come again; Olsson et al. 2022). The ranking is made on other questions than those that are asked here. Random heads are in none of the three top sets.",
      "Off means that a head gives 0, or its mean over other prompts, at every token. A top set matters where it differs from the random ones, question by question.",
      inFp32,
    ]) as Rule,
  },
  "which-vector": {
    name: "Can one vector replace the examples?",
    about: ({ k, questions }: Settings) =>
      `at each layer, from k\u00a0=\u00a0${Math.max(...k)}; ${questionCount(questions)}`,
    title: "Right answers without examples, with what they leave in one place",
    waiting: "What examples leave at a prompt’s last token is put into prompts without examples.",
    rule: (() => [
      right,
      "The task vector is the whole state at the last token of a prompt with examples and another question (Hendel et al. 2023). The function vector is what ten heads add to that state, on average over such prompts (Todd et al. 2023); they are those whose part makes the expected answer likelier when it alone is added behind its layer, where Todd et al. put it into prompts with shuffled answers.",
      "The layer is chosen on half of the questions, and the figures are those of the other half.",
      inFp32,
    ]) as Rule,
  },
};

export const causes = {
  inside: "Inside computed in fp32.",
  stopped: "Partial: what was read until then; nothing is concluded.",
  few: (n: number, least: number) =>
    `*n is not enough to say*: with ${questionCount(n)} chance could explain a change even if all agreed. It takes ${least} or more; ask more questions.`,
  n: (n: number) => `n = ${n} ${n === 1 ? "question" : "questions"}; intervals 95 %.`,
  cost: (runs: string | null, time: string | null) =>
    runs === null || time === null
      ? "Timing a few runs of the model …"
      : `${runs} runs of the model, about ${time} here`,
  progress: (done: string, total: string, left: string) => `${done} of ${total} · ${left} left`,
  bar: "Runs of the model",

  example: {
    x: "log-odds of the expected answer lost, nats",
    caption: (n: number) =>
      `What the answer loses without each example, mean of ${questionCount(n)}`,
    kinds: { deleted: "left out", hidden: "hidden", answer_hidden: "its answer hidden" },
    columns: { example: "example", attention: "attention" },
    sentence: ({ n, k, most, attention }: ExampleFacts) => ({
      main:
        most === null
          ? `*No example is seen to matter*: with any of the ${k} hidden, the interval of the change contains 0.`
          : `Example ${most.place + 1}, “${most.input} →${most.output}”, *matters most*: with it hidden the odds of the expected answer ${most.lost.value > 0 ? "fall" : "rise"} ${fold(magnitude(most.lost))} on average.`,
      more: [
        ...(most === null ? [] : [`Of its log-odds that is ${nats(magnitude(most.lost))} nats.`]),
        attention === null
          ? "Attention and effect give the examples no order that could be compared."
          : !isApart(attention)
            ? `Attention’s rank correlation with the effect of hiding is ${nats(attention)}: the interval contains 0, so it does not say which example matters.`
            : attention.value > 0
              ? `Attention orders the examples partly as hiding them does: rank correlation ${nats(attention)}.`
              : `Attention orders the examples the other way round than hiding them does: rank correlation ${nats(attention)}.`,
      ],
      small: `n = ${n} questions; intervals 95 %, over questions, one example at a time.`,
    }),
  },

  head: {
    how: "A head that is off gives",
    ablating: { zero: "0", mean: "its mean" } as Record<Ablating, string>,
    measure: "Shown",
    none: "all heads on",
    x: "heads off",
    caption: (n: number) => `Right answers with heads switched off, ${questionCount(n)}`,
    sets: {
      answers: "top by attention to the answers",
      prefix: "top by prefix matching",
      previous: "top by the token before",
      random: "random heads",
    } as Record<Set, string>,
    short: {
      answers: "answers",
      prefix: "prefixes",
      previous: "one back",
      random: "random",
    } as Record<Set, string>, // in the figure
    columns: { set: "heads", ablating: "gives", heads: "off" },
    comma: ", ",
    head: (layer: number, head: number, score: string) => `layer ${layer} head ${head} (${score})`,
    sentence: ({ n, draws, heads, before, random, sets }: HeadFacts, ablating: Ablating) => {
      const names: Record<Set, string> = {
        answers: "those that look most at the answers",
        prefix: "those that match prefixes most",
        previous: "those that look most at the token before",
        random: "random ones",
      };
      const apart = sets.filter(({ against }) => isApart(against.right));
      const [first] = [...apart].sort((a, b) => a.against.right.value - b.against.right.value);
      return {
        main:
          first === undefined
            ? `With ${plural(heads)} off, *no ranking can be told apart from random heads*.`
            : first.against.right.value < 0
              ? `Without the top ${plural(heads)} of ${names[first.by].replace("those", "the heads")}, *${share(first.off.right)}* are right, and without as many random ones ${share(random.right)}: ${change(first.against.right)}.`
              : `Switching off the top ${plural(heads)} *harms less than random ones*: ${change(first.against.right)}.`,
        more: sets
          .filter(({ by }) => by !== first?.by)
          .map(
            ({ by, off, against }) =>
              `${names[by].charAt(0).toUpperCase()}${names[by].slice(1)}: ${share(off.right)} right; against random ${change(against.right)}${isApart(against.right) ? "" : ", cannot be told apart"}.`,
          ),
        small: `All heads on: ${share(before)}. n = ${n} questions, ${draws} draws of random heads; off gives ${ablating === "zero" ? "0" : "the mean"}; intervals 95 %.`,
      };
    },
  },

  vector: {
    measure: "Shown",
    none: "no examples",
    examples: "with examples",
    x: "layer after which the vector is put in, from 0",
    input: "input",
    caption: (n: number) => `Right answers by layer of the vector, ${questionCount(n)}`,
    kinds: { function: "function vector", task: "task vector" } as Record<
      VectorEffect["kind"],
      string
    >,
    columns: { vector: "vector", layer: "after layer" },
    heads: "Heads of the function vector:",
    comma: ", ",
    head: (layer: number, head: number) => `layer ${layer} head ${head}`,
    sentence: ({ n, choosing, none, examples, vectors }: VectorFacts) => {
      const name = { function: "function vector", task: "task vector" };
      const lines = vectors.map(
        ({ effect, at }) =>
          `With the ${name[effect.kind]} after layer ${effect.chosen - 1}, ${share(at.right)} are right without any example: ${change(effect.from_none_right)}${isApart(effect.from_none_right) ? "" : ", cannot be told apart from no vector"}.`,
      );
      const apart = vectors.filter(({ effect }) => effect.from_none_right.low > 0);
      const best = [...apart].sort((a, b) => b.at.right.value - a.at.right.value)[0];
      return {
        main:
          best === undefined
            ? "*No vector stands for the examples here*: neither is seen to make more answers right."
            : `The *${name[best.effect.kind]}* after layer ${best.effect.chosen - 1} brings right answers without examples from ${share(none.right)} to *${share(best.at.right)}*; the examples themselves bring ${share(examples.right)}.`,
        more: lines,
        small: `n = ${n} questions; the layers were chosen on ${choosing} others; intervals 95 %.`,
      };
    },
  },
};
