// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const gap = "gap[10]";

export const words: typeof en = {
  text: [
    "Transformer 读一对对 x、y，y = w · x + 噪声，每个提示换一个 w，再预测下一个 y。权重不变，所以关于 w 的一切都在前向计算里学到。它在那里走了一步梯度下降吗？",
    "不是一步。十个例子之后，它的预测与一步下降相差 {distance[1 steps] 2}（均方），与岭回归相差 {distance[ridge] 2} [{distance[ridge].low 2}, {distance[ridge].high 2}]，与十六步相差最小：{distance[16 steps] 2} [{distance[16 steps].low 2}, {distance[16 steps].high 2}]。十六步与岭回归分不出高下，所以“几步”没有被推翻。",
    "w 和噪声都取自正态分布，如这里，岭回归就是最优的。它的误差是 {error-ridge[10] 2}，Transformer {error-transformer[10] 2}，一步下降 {error-one-step[10] 2}：Transformer 还没有学到能学的全部。",
    "没有 softmax 的单层注意力不同：训练后它就是一步下降，余弦 {cosine[layer, one step] 3}；与岭回归的余弦是 {cosine[layer, ridge] 3}。",
  ],
  corrections: [
    {
      claim: "有了少样本例子，“模型在前向计算中隐式地对这些数据做一步（或几步）梯度下降”。",
      right:
        "这只在专门训练来做线性回归的小 Transformer 上得到证明，主要是线性注意力。Garg 等 2022 发现上下文中学到的是最小二乘，那还不等于下降；对读文本的 GPT-3，两者都没有证明。在这里，一步不符合；十六步符合，和岭回归不相上下。",
      source: "Akyürek 等 2022；von Oswald 等 2023；Garg 等 2022",
    },
  ],
  opposite: "预测离一步下降比离岭回归更近。",
  try: "给真实的模型四个规则的例子",
  formula:
    "X 是 k 个例子的输入，y 是它们的答案，η 是学习率，σ 平方是噪声方差。一步：权重等于 η 除以 k，乘以对所有例子求和的 y 乘 x。岭回归：X 的转置乘 X，对角线加上 σ 平方，求逆，再乘 X 的转置乘 y。",
  experiment: {
    question: "一个从提示里的例子学会线性回归的 Transformer，是在对例子做一步梯度下降吗？",
    hypothesis:
      "是：五个输入、十个例子时，它的预测离最佳学习率的一步梯度下降，比离最优的岭回归更近。",
    rule: "十个例子时，Transformer 的预测与一步下降的均方差，减去与岭回归的均方差。三个种子的 95 % 区间（学生 t）整个在 0 以下，就算成立；整个在 0 以上就不成立：它学到的是岭回归或最小二乘，不是一步下降。",
    null: "区间包含 0。更多步数和线性注意力层不参与判断。",
    counted: "个提示",
    outcomes: {
      held: `它的预测离一步下降更近：与一步的平方距离减去与岭回归的是 {${gap} 2}（95 % 区间 {${gap}.low 2} 到 {${gap}.high 2}，三个种子）。`,
      refuted: `它的预测离岭回归更近：与一步的平方距离大 {${gap} 2}（95 % 区间 {${gap}.low 2} 到 {${gap}.high 2}，三个种子）。`,
      null: `与一步的平方距离减去与岭回归的是 {${gap} 2}，但三个种子的区间 {${gap}.low 2} 到 {${gap}.high 2} 包含 0。`,
    },
  },
  figure: {
    figures: {
      error: {
        caption: "下一个预测的误差",
        x: "之前的例子数",
        y: "均方误差（不含噪声）",
      },
      distance: {
        caption:
          "十个例子之后，Transformer 的预测与各种已知方法（所有提示用同一个步长，32 步在有的提示上会发散，只列在表里）",
        x: "",
        y: "均方差",
      },
      cosine: {
        caption: "从 x 到预测的映射：单层线性注意力与其他方法",
        x: "",
        y: "平均余弦",
      },
    },
    names: {
      "error-one-step": "一步下降",
      "error-least-squares": "最小二乘（9 个例子起）",
      "error-ridge": "岭回归",
      "error-transformer": "Transformer",
      distance: "Transformer",
      cosine: "两者之间",
      "1 steps": "下降 1 步",
      "2 steps": "2 步",
      "4 steps": "4 步",
      "8 steps": "8 步",
      "16 steps": "16 步",
      "32 steps": "32 步",
      ridge: "岭回归",
      "least squares": "最小二乘",
      "layer, one step": "该层与一步下降",
      "layer, ridge": "该层与岭回归",
      "one step, ridge": "一步下降与岭回归",
    },
  },
};
