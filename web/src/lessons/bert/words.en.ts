// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

export const words = {
  text: [
    "BERT drops the causal mask: every token sees both sides. What it predicts must then be hidden: 15 % of the tokens, of which 80 % become [MASK], 10 % another token, and 10 % stay.",
    "House-bert is house-prose’s twin in text, tokenizer and width, but read 14 million tokens for its 24. In {n} held-out gaps house-prose pays {gap-gpt[0] 2} nats from the left; house-bert {gap-bert[32] 2} with 32 tokens after the gap as well: ahead, but not beyond chance.",
    "From the left alone house-bert pays {gap-bert[0] 2}, which it was hardly trained for, and {gap-bert[1] 2} with one token after the gap. Its states tell swapped words better: {read-bert[order] whole} right against {read-gpt[order] whole}. Of small networks that read equally much, a GPT with 15 % of the losses ends {cost-tokens[gpt-15] 2} nats behind one with all; a masked one, {cost-tokens[bert] 2} behind, hardly passed guessing by frequency (from {small-bert[153600] 2} to {small-bert[614400] 2}) and tells nothing.",
    "BERT’s second task, whether a sentence follows another (NSP), is left out here, as in most models after it.",
  ],
  corrections: [],
  opposite:
    "A masked twin that predicts as well from the left side alone, or gains nothing from what stands after the gap.",
  try: "Fill several gaps at once, beside the model in use",
  formula:
    "m i are the places of the n hidden tokens. The loss is the mean over these of minus the logarithm of each one’s probability, given all that is shown.",
  experiment: {
    ...STATED,
    outcomes: {
      held: "From the left side alone house-prose is better by {gained[left side] 2} nats a gap, from both sides house-bert by {gained[both sides] 2}.",
      refuted:
        "One difference is the other way round: {gained[left side] 2} nats a gap for house-prose from the left, {gained[both sides] 2} for house-bert from both sides.",
      null: "From the left side alone house-prose is better by {gained[left side] 2} nats a gap. From both sides house-bert is by {gained[both sides] 2}, but the interval ({gained[both sides].low 2} to {gained[both sides].high 2}) holds 0.",
    },
  },
  figure: {
    gap: {
      caption: "One gap, filled from both sides and continued from the left",
      label: "The likeliest tokens in the gap for house-bert and for house-prose",
      text: "A text of your own with [MASK]",
      examples: "Examples:",
      noGap: "Write [MASK] where a token is missing.",
      token: "Token",
      both: "house-bert, both sides, %",
      left: "house-prose, left side, %",
      else: "everything else",
      less: "less",
      absent: "no token",
      measured: (date: string) => `Measured with the experiment, ${date}`,
      live: "Computed just now by both models",
      says: (both: string, p: string, left: string, other: string, q: string) =>
        `House-bert, which sees both sides, finds ${both} likeliest, with ${p}. House-prose has read “${left}” and would write ${other}, with ${q}.`,
    },
    stock: {
      figures: {
        gap: {
          caption: "The same gaps, with more and more of what stands after them",
          x: "Tokens read after the gap (64 before it)",
          y: "Nats a gap",
        },
        small: {
          caption: "Small networks that differ in the objective alone",
          x: "Tokens read in training",
          y: "Nats a gap",
        },
        read: {
          caption:
            "What logistic regression gets out of their states, on sentences that neither has read",
          x: "",
          y: "Right, in percent",
        },
        costs: { caption: "What training cost", x: "", y: "" },
      },
      names: {
        "gap-gpt": "house-prose, left side alone",
        "gap-bert": "house-bert",
        "small-gpt": "GPT, loss on every token",
        "small-gpt-15": "GPT, loss on 15 %",
        "small-bert": "masked, loss on 15 %, sees both sides",
        "read-bert": "house-bert",
        "read-gpt": "house-prose",
        "read-words": "TF-IDF of its words",
        genre: "which of five genres",
        order: "two words swapped or not",
        follows: "next sentence or another’s",
        gpt: "small GPT, every token",
        "gpt-15": "small GPT, 15 %",
        bert: "small masked network",
        network: "network",
        "M tokens": "million tokens read",
        "M with a loss": "of them with a loss",
        TFLOPs: "10¹² FLOPs",
      } as Record<string, string>,
    },
    reasons: {
      title: "Why decoders prevailed: five reasons, and what disputes them",
      supports: "Supported by",
      disputes: "Disputed by",
      list: [
        {
          claim: "One form for all tasks: text in, text out",
          supports:
            "GPT-2 was given every task as a text to go on with (Radford et al. 2019, section 2).",
          disputes:
            "T5 is as general and has an encoder, and an encoder and decoder together did better than a decoder alone (Raffel et al. 2020, section 3.2).",
        },
        {
          claim: "New tasks without training",
          supports: "GPT-3’s answers improve with the examples in its prompt (Brown et al. 2020).",
          disputes:
            "A masked model can be prompted with examples as well (Samuel 2024, “BERTs are Generative In-Context Learners”), and learns from 32 of them by gradient steps (Schick and Schütze 2021).",
        },
        {
          claim: "Scales better",
          supports:
            "After pre-training alone a causal decoder was the strongest at zero-shot tasks (Wang et al. 2022, above five billion parameters).",
          disputes:
            "After multitask fine-tuning the best one saw its whole input at once and had learned by masking (the same study).",
        },
        {
          claim: "Learns from every token, not from 15 %",
          supports:
            "Our small GPTs: after as many tokens {equal-tokens[gpt] 2} nats a gap where every token has a loss, {equal-tokens[gpt-15] 2} where 15 % have one.",
          disputes:
            "Our small masked network ends at {equal-tokens[bert] 2}, hardly better than guessing by frequency, and decides nothing. House-bert’s states tell swapped words better after fewer tokens and FLOPs. Masking 40 % did better than 15 % (Wettig et al. 2023), and ELECTRA gives an encoder a loss on every token (Clark et al. 2020).",
        },
        {
          claim: "Emergent abilities",
          supports:
            "Some tasks were solved by the largest models alone, and these were decoders (Wei et al. 2022).",
          disputes:
            "Most jumps vanish when answers are not counted as all or nothing (Schaeffer et al. 2023).",
        },
      ],
    },
  },
};
