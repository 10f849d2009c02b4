// The words of the bar, in English.

import { examples } from "../../../words/common.en";

export const bar = {
  bar: {
    title: ["Pour examples.", "Watch its answer change."],
    lede: "A frozen GPT. One tap, one example before its question.",
    bottles: "Bottles: each pours examples of one rule",
    rules: {
      opposite: "opposite",
      comparative: "comparative",
      superlative: "superlative",
      CAPITALS: "CAPITALS",
    } as Record<string, string>,
    bottle: (input: string, output: string, rule: string) =>
      `${input} → ${output}, ${rule}: pour one example`,
    turn: "Same four, other order",
    play: "Pour for me",
    empty: "Empty",
    prompt: "What the model reads, and what it says",
    space: "(space)",
    howFull: "how full: how sure",
    oneGlass: "one glass: this prompt",
    otherWord: "other words",
    asks: "The model is being asked.",
    glass: (answer: string, percent: string, rest: string) =>
      `What the model will say: ${answer} ${percent}. Any word but the four answers: ${rest}.`,
    ofAll: "of what it might say next is",
    oneByOne: "Your shots, one by one",
    step: (k: number, answer: string, percent: string) =>
      `${examples(k)}: ${answer}${percent === "" ? "" : ` ${percent}`}.`,
    none: "none",
    twoOrders: "The same examples in two orders",
    question: (input: string, output: string) =>
      `Last shot: ${input} → ${output}. What will it say?`,
    right: (answer: string) => `You said ${answer}, and so does it.`,
    wrong: (guess: string, answer: string) => `You said ${guess}. It says ${answer}.`,
    turned: (before: string, now: string) => `Same four, other order: ${before} became ${now}.`,
    stayed: (answer: string) => `Same four, other order: still ${answer}.`,
    often: (changed: number, of: number) =>
      `In ${changed} of ${of} mixes another order says another word.`,
    full: "The glass is full. Now pour the same four in another order.",
    over: "More than four shots need a running model.",
    fault: "The model could not be asked. Empty the glass, or start a model.",
    elsewhere: "Does the order matter elsewhere too?",
    look: "Where does it look?",
    own: "Try your own words",
    terms: { token: "token", example: "example", weight: "weight" },
    below: "Four rules, none to eight examples",
  },
};
