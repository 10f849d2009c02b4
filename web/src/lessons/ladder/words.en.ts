// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const names = {
  tuned: "house-prose, fine-tuned",
  scratch: "the same from scratch",
  gpt: "its states, frozen",
  surprise: "its surprise, frozen",
  word2vec: "word2vec, mean",
  bilstm: "LSTM pair (ELMo)",
  "tf-idf": "TF-IDF, 1 to 3 words",
  counts: "bag of words",
};
const of = (task: string) =>
  Object.fromEntries(Object.entries(names).map(([kind, name]) => [`${task}-${kind}`, name]));

export const words = {
  text: [
    "Labels cost; text does not. So read first, then label little. Which of five sources is a sentence from? House-prose, fine-tuned on 100 labels, is right on {source-tuned[100] percent} of new sentences. TF-IDF needs 3\u202f000 for as much ({source-tf-idf[3000] percent}); with 100 it gets {source-tf-idf[100] percent}. The same network from scratch gets {source-scratch[100] percent} with 100 labels and {source-scratch[1000] percent} with 1\u202f000. So here pre-training saves about 29 labels of 30.",
    "Not everywhere. Were two words swapped? A bag of words must fail: both versions have the same words. With 100 labels fine-tuning hardly beats a guess ({order-tuned[100] percent}); with 1\u202f000 it gets {order-tuned[1000] percent}, TF-IDF {order-tf-idf[1000] percent}, and {order-tf-idf[3000] percent} with 3\u202f000. Yet house-prose knew: from how unlikely it finds the words, ten labels give {order-surprise[10] percent}. ELMo’s pair is two LSTMs, one each way, which cannot read in parallel; ours read little.",
  ],
  corrections: [],
  opposite:
    "TF-IDF level with the fine-tuned network from 1\u202f000 labels on, or the network from scratch level with the pre-trained one.",
  try: "See at which words a swapped sentence surprises the model",
  experiment: {
    ...STATED,
    outcomes: {
      held: "With 1\u202f000 labels fine-tuning is ahead of TF-IDF in both tasks: by {source-tuned-less-tf-idf[1000] points} and {order-tuned-less-tf-idf[1000] points} points.",
      refuted:
        "With 1\u202f000 labels TF-IDF is ahead in at least one task: fine-tuning minus TF-IDF is {source-tuned-less-tf-idf[1000] points} and {order-tuned-less-tf-idf[1000] points} points.",
      null: "With 1\u202f000 labels fine-tuning minus TF-IDF is {source-tuned-less-tf-idf[1000] points} points [{source-tuned-less-tf-idf[1000].low points}, {source-tuned-less-tf-idf[1000].high points}] and {order-tuned-less-tf-idf[1000] points} points [{order-tuned-less-tf-idf[1000].low points}, {order-tuned-less-tf-idf[1000].high points}].",
    },
  },
  figure: {
    figures: {
      source: {
        caption: "Which of five sources a sentence is from, by the number of labels",
        x: "labelled sentences",
        y: "right, in percent (a guess: 20)",
      },
      order: {
        caption: "Whether two words of a sentence were swapped, by the number of labels",
        x: "labelled sentences",
        y: "right, in percent (a guess: 50)",
      },
      layers: {
        caption: "The frozen network by layer, with 1\u202f000 labels",
        x: "layers behind what is read (0: the tokens’ own vectors)",
        y: "right, in percent",
      },
    },
    names: {
      ...of("source"),
      ...of("order"),
      "source-layer-mean": "source, mean over tokens",
      "source-layer-last": "source, last token",
      "order-layer-mean": "swapped, mean over tokens",
      "order-layer-last": "swapped, last token",
    },
  },
};
