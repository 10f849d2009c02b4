// The words of the second column of Prompt.

import { count, percentagePoints } from "../../../core/text/numbers";

const tokens = (n: number) => (n === 1 ? "1 token" : `${count(n)} tokens`);

const models = (n: number) => (n === 1 ? "1 model here has" : `${count(n)} models here have`);

export const beside = {
  beside: {
    add: "+ Compare with a model",
    addHelp: "A second column beside: another model, another prompt or other settings",
    addHelpChat:
      "A second column beside: another model or other settings for the same conversation",
    title: "Beside it",
    model: "Model beside",
    sameModel: (name: string) => `the same: ${name}`,
    samePrompt: "Same prompt",
    sameSeed: "Same seed",
    text: "Prompt of the second column",
    remove: "Remove",
    modelGone: (id: string) => `The model “${id}” is not on this server. Choose another one.`,
    modelMute: (name: string, others: number) =>
      `${name} has no chat template, so it cannot answer a conversation. ${others === 0 ? "Nor can any other here: choose the same one." : "Choose another model."}`,
    /** Of Chat: how many models have no chat template, and how many others have one. */
    without: (left: number, others: number) =>
      `${others === 0 ? "No other model here can stand beside in Chat: " : ""}${models(left)} no chat template, so ${left === 1 ? "it does" : "they do"} not converse. In Text ${left === 1 ? "it" : "they"} can stand beside.`,
    onComputer: "computed on the computer that serves the page",

    unlike: {
      nothing: "same prompt, same settings",
      prompt: "another prompt",
      setting: (name: string, value: number) => `${name.toLowerCase()} ${value}`,
    },
    same: "the same text",
    partsHere: "here the texts part",
    parts: {
      token: (after: number) => `differs from token ${count(after + 1)} on`,
      character: (after: number) => `differs from character ${count(after + 1)} on`,
    },

    columns: ["First column", "Second column"],
    next: {
      parting: "Where they part",
      elsewhere: "After the same text",
      after: (sample: number, token: number, text: string) =>
        `Sample ${sample}, token ${count(token)}: what each says next after “${text}”.`,
      afterOwn: (sample: number, token: number, text: string) =>
        text === ""
          ? `Sample ${sample}, token ${count(token)}: what each says next after its own prompt.`
          : `Sample ${sample}, token ${count(token)}: what each says next after its own prompt and “${text}”.`,
      choose: "Select a token in either column to compare both there.",
      nowhere: "No two samples part. Select a token in either column to compare both there.",
      within:
        "This token begins within a character, where the other model’s tokenizer does not cut. Select another one.",
      waiting: "Asking both models …",
      how: "Probabilities",
      own: "the model’s own",
      drawn: "as drawn, after temperature, top-k and top-p",
      label: (item: string, other: string) => `Probability of the next token: ${item} and ${other}`,
      caption: "Probability of the next token in percent",
      token: "Token",
      change: "Change, points",
      else: "everything else",
      unshared: "unshared tokens", // one token in only one of two vocabularies
      bits: (bits: string) => `Jensen-Shannon divergence ${bits} bits`,
      wholeVocabulary: (n: number) => `over the whole vocabulary, ${tokens(n)}.`,
      shared: (n: number, item: number, other: number) =>
        `over the ${count(n)} strings that are one token in both, and all unshared tokens as one: over two vocabularies (${tokens(item)} and ${tokens(other)}) it is not defined.`,
      byCharacter: "Two vocabularies: the texts are compared character by character.",
      sum: (gaining: number, losing: number, points: number) =>
        `From the first to the second, ${count(gaining)} of them gain ${percentagePoints(points)} points together, and ${count(losing)} lose as much.`,
      noChange: "Nothing gains and nothing loses.",
      gains: "Gains most",
      losses: "Loses most",
    },
  },
};
