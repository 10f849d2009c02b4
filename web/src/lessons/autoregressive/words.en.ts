// The words of the lesson.

export const words = {
  text: [
    "A text’s probability is a product: its first token’s, times the second’s given the first, and so on. This chain rule assumes nothing. In logarithms it is a sum of surprisals, −log p, in nats.",
    "Why predict only what comes next? The note gives three reasons. Such a model writes as it is, token by token. Every token of any text is a training task; none has to be invented. And it is said to scale better: disputed.",
    "What it costs: no token sees what follows it, so a word is read before what tells its sense; and tokens are written one by one. BERT chose otherwise: it sees both sides of a gap, but cannot simply write on.",
  ],
  corrections: [
    {
      claim:
        "“Subsequent practice has shown that the Decoder-only architecture exhibits better scaling behavior as model size increases.”",
      right:
        "Disputed. Among models of over five billion parameters, a causal decoder was the strongest at zero-shot tasks after pre-training alone; after multitask fine-tuning the best ones saw their whole input at once and had learned by masking.",
      source:
        "Wang et al. 2022, “What Language Model Architecture and Pretraining Objective Work Best for Zero-Shot Generalization?”, abstract.",
    },
  ],
  opposite:
    "A bar that changes when only words after it are edited. Edit the last word: whatever stands before it keeps its bar.",
  try: "Choose the tokens yourself and watch the sum",
  formula:
    "The probability of a text u of n tokens is the product over i from 1 to n of the probability of its token u i given all tokens before it.",
  figure: {
    text: "A text of your own",
    caption: "Surprisals adding up along the text",
    head: "p, nats",
    token: "Token",
    p: "p, given all before it",
    nats: "Surprisal, nats",
    sum: "Sum so far, nats",
    given: "given",
    says: (total: string, p: string, mean: string, perplexity: string) =>
      `Together ${total} nats: given its first token, the text has the probability ${p}. The mean is ${mean} nats a token, the perplexity ${perplexity}.`,
    gaps: {
      figures: {
        gap: {
          caption: "The same gaps in a text, from the left and with what stands after them",
          x: "Tokens read after the gap (64 before it)",
          y: "Nats a gap",
        },
      },
      names: { "gap-gpt": "house-prose, left side alone", "gap-bert": "house-bert" },
    },
    gapSays: (gpt: string, both: string, worth: string, left: string) =>
      `What seeing both sides is worth: in held-out text the GPT house-prose pays ${gpt} nats for a hidden token, having read the left side; house-bert, its masked twin, ${both} with 32 tokens after the gap as well. That is ${worth} nats less, which may be nothing. (From the left side alone house-bert pays ${left}: a text that ends at the gap is hardly what it was trained on.)`,
    more: "More in the lesson on BERT",
  },
};
