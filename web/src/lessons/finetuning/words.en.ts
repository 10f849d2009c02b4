// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const gain = "lambda-gain[both]";

export const words = {
  text: [
    "GPT-1 reads text first (more than 7\u202f000 unpublished books), labels later, and was the best in 9 of the 12 tasks that it was tried on. Every task becomes rows of tokens with three new ones: start, delimiter, extract. A new linear layer reads the state at extract; nothing else is added. The language model’s loss L₁ on the labelled texts is kept beside the task’s, with weight λ\u00a0=\u00a00.5.",
    "With 1\u202f000 labels house-prose is right on {order-pretrained-0[1000] percent} of sentences, swapped or not, with λ\u00a0=\u00a00, on {order-pretrained-0.5[1000] percent} with 0.5; on {entailment-pretrained-0[1000] percent} and {entailment-pretrained-0.5[1000] percent} of entailments. From scratch it guesses. So here the second loss costs: a small network, few steps, one rate. The paper’s own ablation averages 74.7 with it and 75.0 without; it helped the larger sets.",
  ],
  corrections: [
    {
      claim:
        "The auxiliary loss helps to “prevent catastrophic forgetting of knowledge learned during pre-training.”",
      right:
        "The paper names better generalisation and faster convergence, not this. Our runs do not show it: held-out prose costs house-prose {order-nats[before] 2} nats a token; after 1\u202f000 sentences {order-nats[lambda 0] 2} with λ\u00a0=\u00a00 ({order-nats[lambda 0].low 2} to {order-nats[lambda 0].high 2}, three seeds) and {order-nats[lambda 0.5] 2} with 0.5, which three seeds do not settle; after 1\u202f000 entailments {entailment-nats[lambda 0] 2} and {entailment-nats[lambda 0.5] 2}: with λ\u00a0=\u00a00.5 it forgets more. There the texts of L₁ are pairs such as “An oak $ A tree”.",
      source: "Radford et al. 2018, sections 3.2 and 5",
    },
  ],
  opposite:
    "More right answers with λ\u00a0=\u00a00.5 than with λ\u00a0=\u00a00, or a network from scratch level with the pre-trained one.",
  try: "See what house-prose writes of an oak before any fine-tuning",
  formula:
    "L1 is the sum over the text’s tokens of the logarithm of each one’s probability after those before it. L2 is the sum over labelled examples of the logarithm of the label’s probability after the text’s tokens. L3 is L2 plus lambda times L1. All three are maximised; the losses are their negatives.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `With lambda 0.5 it is right more often by {${gain} points} points (95 % from {${gain}.low points} to {${gain}.high points}, three seeds).`,
      refuted: `With lambda 0.5 less with lambda 0 is {${gain} points} points (95 % from {${gain}.low points} to {${gain}.high points}, three seeds): it is right less often.`,
      null: `With lambda 0.5 less with lambda 0 is {${gain} points} points, but the interval over three seeds, {${gain}.low points} to {${gain}.high points}, holds 0.`,
    },
  },
  figure: {
    inputs: {
      caption: "A task as GPT-1 reads it",
      label: "The rows of tokens that the network reads",
      kind: "Task",
      kinds: {
        classification: "one text",
        entailment: "entailment",
        similarity: "similarity",
        choice: "choice",
      },
      text: "A text of your own; write $ between its parts",
      needs: {
        classification: "Write a text.",
        entailment: "Write two texts with $ between them.",
        similarity: "Write two texts with $ between them.",
        choice: "Write a beginning, then at least two answers, each after a $.",
      },
      marks: { start: "start", delimiter: "delim", extract: "extract" },
      state: (row: number) => `→ h${row}`,
      reads: {
        classification:
          "One row. A linear layer makes of h1, the state at extract, a score for each class.",
        entailment:
          "One row: premise, delim, hypothesis. A linear layer makes of h1 a score for “follows” and one for “does not”.",
        similarity:
          "Neither text comes first, so both orders are read. A linear layer makes scores of the sum h1 + h2.",
        choice:
          "A row for each answer. A linear layer makes one number of each h; a softmax over the rows chooses.",
      },
      columns: { row: "Row", place: "Place", token: "Token", id: "Id" },
      ids: (first: number) =>
        `Tokens of house-prose; the three new ones have the ids ${first} to ${first + 2}, behind its vocabulary`,
    },
    stock: {
      figures: {
        order: {
          caption: "Whether two words of a sentence were swapped (one text)",
          x: "labelled sentences",
          y: "right, in percent (a guess: 50)",
        },
        entailment: {
          caption: "Whether the first noun is a kind of the second (two texts)",
          x: "labelled pairs",
          y: "right, in percent (a guess: 50)",
        },
        nats: {
          caption: "What is left of the language model after 1\u202f000 labels",
          x: "",
          y: "nats a token of held-out prose",
        },
      },
      names: {
        ...of("order"),
        ...of("entailment"),
        "entailment-second-alone": "second text alone",
        "order-nats": "swapped words",
        "entailment-nats": "entailment",
        before: "before",
        "lambda 0": "λ\u00a0=\u00a00",
        "lambda 0.5": "λ\u00a0=\u00a00.5",
      } as Record<string, string>,
    },
  },
};

function of(task: string): Record<string, string> {
  return {
    [`${task}-pretrained-0`]: "pre-trained, λ\u00a0=\u00a00",
    [`${task}-pretrained-0.5`]: "pre-trained, λ\u00a0=\u00a00.5",
    [`${task}-scratch-0`]: "from scratch, λ\u00a0=\u00a00",
    [`${task}-scratch-0.5`]: "from scratch, λ\u00a0=\u00a00.5",
  };
}
