// The words of Lessons. A lesson holds at most 120 words.

import type { Coming, Decoder, Group, LessonId } from "./lessons";

interface Said {
  title: string;
  text: string[];
  correction: { claim: string; right: string; source: string } | null; // of the note
  try: string;
}

interface PromptLine {
  part: "example" | "question" | "hint" | "text";
  text: string;
}

interface PromptOf {
  task: string;
  section: string;
  lines: PromptLine[];
  verdict: string;
}

const each: Record<LessonId, Said> = {
  autoregressive: {
    title: "Why autoregressive",
    text: [
      "A text is a row of tokens. Its probability is a product: that of the first token, times that of the second given the first, and so on. This is the chain rule of probability; it always holds, and nothing is assumed. So a model that only ever says what comes next says how probable any text is, and can write one, token by token.",
      "In logarithms the product is a sum. A token’s −log p is its surprisal, in nats: 0 for what was certain. The mean surprisal is the loss that training lowers; its exponential is the perplexity.",
    ],
    correction: {
      claim:
        "Perplexity: “on average, how many equally probable candidate words the model must choose from at each step.”",
      right:
        "Tokens, not words: the mean runs over tokens. Models that cut text differently cannot be compared by it, only by bits per byte.",
      source: "The note, “Perplexity”; by the definition exp(−1/n Σ log p), n counting tokens.",
    },
    try: "Choose the tokens yourself and watch the sum",
  },
  mask: {
    title: "The causal mask",
    text: [
      "In training, a GPT predicts every next token of a text at once. For that to be honest, no place may look at what comes later. So before softmax a mask M is added to the scores: 0 where a token may look, −∞ where it may not. exp(−∞) is exactly 0: the future gets no weight at all, not just little.",
      "Rows ask, columns answer. Token 3 sees tokens 1, 2 and itself. While writing, the keys of earlier tokens are kept in a cache and only the newest row asks.",
    ],
    correction: {
      claim: "“The causal mask matrix M is a lower-triangular matrix.”",
      right:
        "M is 0 on and below the diagonal and −∞ above it. The lower-triangular matrix of ones is the picture of who may look; added to the scores, it would hide nothing.",
      source: "Vaswani et al. 2017, section 3.2.3; Radford et al. 2018.",
    },
    try: "Switch the mask off and see what leaks",
  },
  decoders: {
    title: "One distribution, five decoders",
    text: [
      "After a prompt the model gives every token a probability. It does not choose; a decoder does. Greedy takes the likeliest. Temperature divides the logits first: below 1 it sharpens, above 1 it flattens. Top-k keeps the k likeliest, top-p the fewest whose mass reaches p, the one that crosses it included. What is left is scaled to sum to 1, and one random number picks from it.",
      "Beam search is the fifth: it looks several steps ahead and keeps the b most probable texts. The next lesson is its own.",
    ],
    correction: null,
    try: "Move the sliders on this distribution",
  },
  beam: {
    title: "Beam search",
    text: [
      "Greedy takes the likeliest token at every step. But a likely token may lead into an unlikely text, since the probability of a text is the product over all its tokens. Beam search keeps the b likeliest beginnings: at every step each of them goes on with every token, and the b likeliest stay.",
      "Widen the beam below: a wider one mostly finds a likelier text, but not always. To compare long texts with short ones, the sum of log p is divided by length^α. With b = 1 and α = 0 this is greedy; with a larger α it may go on where greedy ends. And likelier is not better: the likeliest texts are often dull.",
    ],
    correction: null,
    try: "Search after a text of your own",
  },
  shots: {
    title: "Zero, one, few",
    text: [
      "Zero-shot: the prompt holds the question and perhaps an instruction, but no example. One-shot: one example. Few-shot: several, as many as fit. No gradient step is taken and no weight changes; only the text before the question differs.",
      "Read two numbers apart. Form: how much probability lies on answers of the asked kind. Choice: the right one’s share of that. Below, four answers to “fast ->” count as form: slow, faster, fastest, FAST. The examples are opposites, so slow is right. The two numbers need not move together: here the choice turns with the first examples and the form follows; on other tasks the form is learned and the choice never.",
    ],
    correction: null,
    try: "Step the examples and change their kind",
  },
  gpt2: {
    title: "What GPT-2’s “zero-shot” prompts really held",
    text: [
      "GPT-2 was not fine-tuned, and its paper calls the results zero-shot. But look at the prompts. For translation the context held example pairs, english sentence = french sentence, and then the sentence to translate with its equals sign. For question answering it began with pairs of questions and answers, so that the model would infer the short style. Today this is called few-shot. The other tests added no example: language modelling, the cloze test on children’s books, LAMBADA, Winograd, reading comprehension, and the summary after TL;DR:.",
      "Learning from examples in the context was there a year before GPT-3 named it.",
    ],
    correction: {
      claim:
        "“A sufficiently large language model can perform downstream tasks without any fine-tuning (zero-shot)”; translation as “translate English to French: [English text] = [French text]”.",
      right:
        "Without fine-tuning, yes; without examples, yes but for translation and question answering. The prompt that was measured for translation held example pairs. Section 2 of the paper does name the form “(translate to french, english text, french text)”, of training examples; “translate English to French:” as a prefix that works is T5’s, 2020.",
      source: "Radford et al. 2019, section 2 and sections 3.1 to 3.8; Raffel et al. 2020.",
    },
    try: "Translate with and without example pairs",
  },
};

const groups: Record<Group, string> = {
  background: "Background",
  architecture: "Architecture",
  generation: "Objective and generation",
  series: "The series",
  inContext: "In-context learning",
  beyond: "Beside and beyond GPT",
};

const coming: Record<Coming, string> = {
  pretraining: "Why pre-train",
  block: "The block, and where its norms stand",
  embeddings: "Tokens and positions as vectors",
  feedForward: "Feed-forward and GELU",
  objective: "Likelihood, cross-entropy, perplexity",
  fineTuning: "GPT-1’s fine-tuning",
  mixture: "GPT-3’s training data",
  whyItWorks: "Why it works: the theories",
  chainOfThought: "Chain of thought",
  bert: "GPT and BERT",
  scaling: "Scaling laws",
};

const decoderNames: Record<Decoder, string> = {
  greedy: "Greedy",
  temperature: "Temperature 1.5",
  top_k: "Top-k, k = 5",
  top_p: "Top-p, p = 0.7",
};

const prompts: PromptOf[] = [
  {
    task: "Translation",
    section: "section 3.7",
    lines: [
      { part: "example", text: "english sentence = french sentence" },
      { part: "example", text: "english sentence = french sentence" },
      { part: "example", text: "…" },
      { part: "question", text: "english sentence =" },
    ],
    verdict: "Few-shot, before the name.",
  },
  {
    task: "Question answering",
    section: "section 3.8",
    lines: [
      { part: "example", text: "a question, its short answer" },
      { part: "example", text: "a question, its short answer" },
      { part: "example", text: "…" },
      { part: "question", text: "the question" },
    ],
    verdict: "Few-shot, before the name.",
  },
  {
    task: "Summary",
    section: "section 3.6",
    lines: [
      { part: "text", text: "the article" },
      { part: "hint", text: "TL;DR:" },
    ],
    verdict: "Zero-shot.",
  },
  {
    task: "Reading comprehension",
    section: "section 3.5",
    lines: [
      { part: "text", text: "the document" },
      { part: "text", text: "the conversation so far" },
      { part: "hint", text: "A:" },
    ],
    verdict: "No example was added; the questions and answers so far are the task’s own.",
  },
];

export const lessons = {
  lessons: {
    documentTitle: "Lessons · Shotglass",
    title: "What a GPT is, one idea at a time",
    about:
      "Each lesson is short, its figure runs on real numbers, and its link opens an instrument where you can go on.",
    pages: "Lessons and their numbers",
    correction: { claim: "The note says", right: "Rather", source: "Source" },
    topics: "Topics",
    groups,
    coming,
    later: "coming",
    place: (i: number, n: number) => `Lesson ${i} of ${n}`,
    steps: "Previous and next lesson",
    live: (model: string) => `Computed just now by ${model}`,
    computing: "Computing …",
    needsModel: "This figure needs the model. It appears as soon as one is ready.",
    held: "This link names a text. The model is asked when you say so.",
    ask: "Ask the model",
    failed: "The numbers could not be fetched. Reload the page to try again.",
    each,
    formulas: {
      autoregressive:
        "The probability of u is the product over i from 1 to n of the probability of u i given all tokens before it.",
      mask: "A is the softmax of Q K transposed over the root of d k, plus M. M i j is 0 where j is at most i, and minus infinity where j is greater.",
      decoders: "p i is the exponential of z i over T, divided by the sum of all exp z j over T.",
      beam: "The score of u is the sum over i from 1 to n of the logarithm of the probability of u i given all tokens before it, divided by n to the power of alpha.",
      shots:
        "The probability of the answer y given the examples x 1 y 1 to x k y k, the question x and the weights theta. Theta does not change.",
    },
    chain: {
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
    },
    maskPair: {
      caption: "The causal mask of four tokens, twice",
      added: "M, added to the scores",
      picture: "the picture: who may look",
      row: "Row",
    },
    decoders: {
      caption: "One distribution, four one-step decoders",
      decoder: "Decoder",
      left: "Tokens left",
      mass: "Mass left",
      others: "others",
      chosen: "Chosen",
      names: decoderNames,
      leaves: (shown: string, n: number) => (n === 1 ? "1 token left" : `${shown} tokens left`),
      again: "Draw another number",
      drawn: (u: string, names: string[]) => `Random number ${u}; chosen: ${names.join(", ")}.`,
    },
    beams: {
      caption: "A beam search, a column a token, the likeliest on top",
      width: "How many beginnings are kept",
      best: (width: number, text: string, p: string) => `b = ${width} finds “${text}”, ${p}.`,
      legend: "Under each token the sum of log p, in nats",
    },
    shots: {
      caption: "Form and choice with 0, 1, 2, 4 and 8 examples",
      examples: "Examples",
      rows: (k: number) => (k === 1 ? "1 example" : `${k} examples`),
      form: "form: all four answers",
      choice: "choice: the right one’s share",
      right: (answer: string) => `${answer}, the right one`,
    },
    gpt2: {
      caption: "GPT-2’s prompts, part by part",
      task: "Task",
      part: "Part",
      content: "Content",
      parts: { example: "Example", question: "Question", hint: "Hint", text: "Text" },
      prompts,
      own: "This page’s model, asked for French in GPT-2’s format",
      pairs: (k: number) => (k === 0 ? "no pair" : `${k} pairs`),
      nothing: "(nothing but blanks)",
    },
  },
};
