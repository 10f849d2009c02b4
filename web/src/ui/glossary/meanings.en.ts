// What each term means, in a sentence or two: plain first, the exact word after. Fetched when one is
// first asked for.

export const meanings = {
  form: "Form: how likely the model says any of the answers at all. It tells whether it answers in the asked way, not whether it is right. In the picture: how full the glass is.",
  share:
    "Share: of what falls on the answers, how much falls on the expected one. Half means undecided between two. In the picture: what is in the glass.",
  right:
    "Right: the expected answer is likelier than every other answer. It says nothing of how often the model gives any of them; form does.",
  answers:
    "Answers: the ones that are compared, such as slow, faster, fastest, FAST. Everything else that the model could say is “any other word”.",
  example:
    "Example: a solved question in front of the one that is asked. The model reads it; no weight changes.",
  zeroShot: "Zero-shot: the prompt holds the question, perhaps an instruction, and no example.",
  oneShot: "One-shot: one solved example stands before the question. No weight changes.",
  fewShot:
    "Few-shot: several solved examples stand before the question, as many as fit. No weight changes.",
  inContext:
    "In-context learning: doing a task from what stands in the prompt alone, with no training for it.",
  instruction: "Instruction: a sentence before the examples that says what to do.",
  token:
    "Token: a piece of text that the model reads and writes at once: a word, a part of one, or a sign.",
  vocabulary:
    "Vocabulary: all the tokens that a model knows, some tens of thousands. After every token it gives each of them a probability.",
  space:
    "␣, ⏎, ⇥: a space, a line break and a tab, letters that could not be seen. A token often begins with its space, so “␣slow” and “slow” are two tokens.",
  context:
    "Context: as many tokens as the model can read at once. What does not fit does not exist for it.",
  template:
    "Chat template: the rule by which a conversation becomes one text, with special tokens between the turns.",
  weights:
    "Weights, or parameters: the numbers that training found and that make a model what it is. Prompting changes none of them.",
  embedding:
    "Embedding: the list of numbers that stands for a token inside the model; similar tokens get similar lists.",
  layer:
    "Layer: one round of reading. In each, every token looks back at others (attention) and is worked on by itself; the layers follow one another.",
  head: "Head: one of several parts of a layer that look back at once, each for something of its own. Head 18.6 is head 6 of layer 18, counted from 0.",
  attention:
    "Attention: how much a token takes from each token before it; the parts sum to 100 %. It shows where a head reads, not why.",
  mask: "Causal mask: no token sees one that comes later. So the model can learn from every place of a text at once.",
  residual:
    "Residual stream: the list of numbers that each token carries from layer to layer; every layer reads it and adds to it.",
  mlp: "Feed-forward part: what a layer computes for each token by itself, after attention has brought in the others.",
  lens: "Logit lens: reading a middle layer as if it were the last, to see what it would say. An approximation: middle layers were not trained for it.",
  induction:
    "Induction head: a head that finds where the present token stood before and looks at what followed it there. It is how copying begins.",
  cache:
    "KV cache: what attention keeps of the tokens already read, so that each new token needs one step and not the whole text again.",
  logit:
    "Logit: the score that the model gives each token of its vocabulary. Softmax makes probabilities of the scores: the differences count, not the level.",
  softmax:
    "Softmax: makes probabilities of scores. Each becomes positive, all together become 100 %, and the largest gets the most.",
  temperature:
    "Temperature: how daring the choice is. Below 1 the likely tokens become likelier, above 1 the rare ones do; at 0 the likeliest is always taken.",
  topK: "Top-k: only the k likeliest tokens may be drawn.",
  topP: "Top-p: only the likeliest tokens may be drawn, as many as together hold the share p of the probability.",
  greedy: "Greedy: the likeliest token is taken at every step, without chance.",
  beam: "Beam search: keeps the few likeliest beginnings at every step, instead of one.",
  sample: "Sampling: the next token is drawn by chance, each with its probability.",
  seed: "Seed: the number that all chance is made from. The same seed and the same settings give the same text again.",
  surprise:
    "Surprise: how unexpected a token was to the model: none where it was certain, much where it was rare. It is −log p, in nats.",
  entropy:
    "Entropy: how unsure the model is of what comes next, in nats. 2.08 nats is as unsure as 8 equal choices.",
  perplexity:
    "Perplexity: among how many equally likely tokens the model seems to choose. It is e to the power of the mean surprise.",
  nats: "Nats: the unit of −log p with the natural logarithm. 0 nats is certain, 0.69 is one in two, 2.3 is one in ten.",
  bits: "Bits per byte: how many yes-or-no answers each byte of a text would still need. It compares models that cut text differently; fewer is better.",
  loss: "Loss: the mean surprise at the tokens of the training text. Training makes it smaller.",
  gradient:
    "Gradient: for every weight, which way and how strongly to move it so that the loss falls.",
  pretraining:
    "Pre-training: learning to predict the next token of very much text, before any task is known.",
  finetuning:
    "Fine-tuning: training a finished model a little further on one task. It changes weights, which examples in a prompt do not.",
  interval:
    "Interval: the values that the data leave open. Of such 95 % intervals 95 in 100 hold the true value; the more questions, the narrower.",
  n: "n: how many questions a figure rests on.",
  pValue:
    "p: how often a difference this large, or larger, would come by chance alone if there were none. Below 0.05 counts here, after correction for the number of comparisons.",
  calibrated:
    "Calibrated: each answer’s probability divided by what it gets when the question is blank, so that an answer liked anyway counts less.",
  parity:
    "Parity: how far the converted model’s outputs are from those it was converted from, on the same texts. It is measured, not assumed.",
  precision:
    "fp32: numbers of 32 bits. Computed in them, over the model’s weights as they came, it is called exact here; the menu says where those weights had fewer bits. In 8 bits it is faster, and its figures are a little off.",
  ablation: "Ablation: switching a part of the model off, to see whether the answer hangs on it.",
  evenSplit:
    "Even split: what each answer would get if all answers were equally likely. What lies above it is more than that.",
  logOdds:
    "Log-odds: the logarithm of p / (1 − p), in nats. A step of 0.7 doubles the odds, from 50 % to 67 % for instance, wherever it is taken.",
  correction:
    "Correction: of many comparisons some come out by chance alone, so each has to be the clearer, the more there are. The way used here is Holm’s.",
  noVerdict:
    "No verdict: what the rule asks for was not reached. The rule was written before anything was measured; falling short of it does not show that examples do nothing.",
  tooFew:
    "Too few: with so few questions chance alone could make such a difference. More questions might still show one.",
  taskLearned:
    "Task learned: with examples the model says one of the answers often enough, and the right one leads in more questions than without.",
  formLearned:
    "Form learned: with examples the model says the answers far more often, but the right one does not lead in more questions.",
  house: "House models: four small models that were trained for Shotglass, and ship with it.",
  episode:
    "Episode: a prompt of solved examples, often over invented names, as training text. A model that reads many of them practises learning from examples.",
};
