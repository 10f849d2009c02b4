// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const N = "1572860";
const message = `{predicted[${N}] 3} 奈特 [{predicted[${N}].low 3}, {predicted[${N}].high 3}]`;
const result = `{measured[${N}] 3} 奈特 [{measured[${N}].low 3}, {measured[${N}].high 3}]`;

export const words: typeof en = {
  text: [
    `上一课的定律预测：157 万参数（不算嵌入）的 GPT-2 损失 ${message}。提交之后才训练。读同样的一百万词元、三个种子，实测 ${result}，多 {miss[${N}] 3}：均值在外，区间伸到里面，按规则未定。它最深；上一课里超过两层，越深损失越大。`,
    `按 Kaplan 等该是 {kaplan[${N}] 1} 奈特（文本无限），按 Hoffmann 等（Chinchilla）是 {chinchilla[${N}] 1}（文本和我们一样多）。都不能当作这里的预期：它们是由大得多的训练、网页文本、另一种词元拟合的。Chinchilla 的公式延伸到这么小已经没有意义：它的损失比在 32\u202f000 个词元里均匀地猜（10.4 奈特）还大。`,
  ],
  corrections: [],
  opposite: "实测的损失落在写下的区间之外。",
  try: "看发表的模型怎样变大",
  formula:
    "N 个参数、D 个词元的损失，是下限 E，加 A 除以 N 的 α 次方，加 B 除以 D 的 β 次方；五个数都由拟合得出。",
  experiment: {
    question: "比四个里最大的大近两倍的 GPT-2，损失和过这四个的幂律说的一样吗？",
    hypothesis: "它的留出损失在事先写下的区间里。",
    rule: "对 1\u202f572\u202f864 个参数的预测是每词元 4.6353 奈特 [4.5678, 4.7037]（实验 scaling 的结果）。三个种子均值的 95 % 区间（学生 t）整个在其中，就算成立；整个在其外，就不成立。偏差无论哪样都写出来。",
    null: "种子之间的区间包含预测的一端。",
    counted: "个种子",
    outcomes: {
      held: `实测 ${result}，整个在预测 ${message} 之内。`,
      refuted: `实测 ${result}，在预测 ${message} 之外。`,
      null: `实测 ${result}；这个区间包含预测 ${message} 的一端。`,
    },
  },
  figure: {
    figures: {
      miss: { caption: "第五个大小：预测和实测", x: "参数（不算嵌入）", y: "每词元奈特" },
      published: {
        caption: "发表的定律延伸到我们的大小，和第五个的实测",
        x: "参数（不算嵌入）",
        y: "每词元奈特，各按自己的词元",
      },
    },
    names: {
      "1572860": "8 层，宽 128",
      predicted: "事先预测",
      measured: "实测",
      kaplan: "Kaplan 等 2020",
      chinchilla: "Hoffmann 等 2022",
    },
  },
};
