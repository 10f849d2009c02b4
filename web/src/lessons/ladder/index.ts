// How many labels each representation needs: from counted words to a fine-tuned GPT.

import { link } from "../../core/address/url";
import { write } from "../../core/address/inside";
import type { LessonFile } from "../../features/lessons/lessons";

export default {
  order: 3,
  group: "background",
  title: { en: "How many labels pre-training saves", zh: "预训练省下多少标注" },
  formula: [],
  slips: [],
  stock: [
    {
      id: "source",
      kind: "curves",
      log: true,
      series: ["tuned", "scratch", "gpt", "word2vec", "tf-idf", "bilstm"].map(
        (kind) => `source-${kind}`,
      ),
    },
    {
      id: "order",
      kind: "curves",
      log: true,
      series: ["tuned", "scratch", "gpt", "surprise", "tf-idf", "counts"].map(
        (kind) => `order-${kind}`,
      ),
    },
    {
      id: "layers",
      kind: "curves",
      series: ["source-layer-mean", "source-layer-last", "order-layer-mean", "order-layer-last"],
    },
  ],
  sources: ["radford18", "howard", "peters"],
  opens: link(
    "inside",
    write({ text: "I wish you could talked heard how she have of it.", view: "layers" }),
  ),
} satisfies LessonFile;
