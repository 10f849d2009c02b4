// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const missed = "missed[transformer]";

export const words: typeof en = {
  text: [
    "笔记的第一种解释：预训练学会有哪些任务，例子说明问的是哪一个（Xie 等 2022）。",
    "这里能算出准确答案。每篇文档出自五条隐马尔可夫链之一：看不见的状态一个接一个，每个状态给出词元。提示里的例子各两个词元，都出自同一条链。八个例子之后，贝叶斯法则给这条链 {sure[8] percent}。完全不看例子的读者离准确答案差 {kl-blind[8] 2} 奈特；在这种文档上训练的 Transformer 差 {kl-transformer[8] 2}，LSTM 差 {kl-lstm[8] 2}。",
    "Transformer 够不够近，按规则未定；LSTM 更近，Xie 等也看到了这一点，可见权衡例子不一定要靠注意力。五个任务只是玩具：GPT-3 的后验谁也算不出。",
  ],
  corrections: [],
  opposite: "Transformer 离准确答案和不看例子的读者一样远。",
  try: "看例子怎样决定一个词属于哪个任务",
  formula: "提示 x 之后答案 y 的概率，是对所有链 c 求和：y 在该链中的概率，乘以 x 给该链的概率。",
  experiment: {
    question:
      "一个小 Transformer 在五条隐马尔可夫链的文档上训练之后，能像贝叶斯法则那样从提示里的例子得出结论吗？",
    hypothesis: "能：八个例子之后，和完全不看例子的读者相比，它的预测接近准确的后验。",
    rule: "八个例子之后，Transformer 的预测与准确预测的散度（KL），除以一个认识这些链、但只读最后一个例子的读者的散度。三个种子各有自己的五条链；这个比例的 95 % 区间（学生 t）整个在 0.25 以下，就算成立；整个在 0.25 以上就不成立。",
    null: "区间包含 0.25。LSTM 的结果只展示，不参与判断。",
    counted: "个提示",
    outcomes: {
      held: `八个例子之后，Transformer 差的是不看例子的读者的 {${missed} percent}（95 % 区间 {${missed}.low percent} 到 {${missed}.high percent}，三个种子）。`,
      refuted: `八个例子之后，Transformer 差的仍是不看例子的读者的 {${missed} percent}（95 % 区间 {${missed}.low percent} 到 {${missed}.high percent}，三个种子）。`,
      null: `八个例子之后，Transformer 差的是不看例子的读者的 {${missed} percent}，但三个种子的区间 {${missed}.low percent} 到 {${missed}.high percent} 包含 25 %。`,
    },
  },
  figure: {
    figures: {
      divergence: {
        caption: "对答案的各种预测离准确预测有多远",
        x: "之前的例子数",
        y: "奈特（KL 散度）",
      },
      sure: {
        caption: "贝叶斯法则对例子出自哪条链有多确定",
        x: "例子数",
        y: "正确那条链的概率，百分比",
      },
    },
    names: {
      "kl-blind": "准确，但不看例子",
      "kl-transformer": "Transformer",
      "kl-lstm": "LSTM",
      sure: "贝叶斯法则",
    },
  },
};
