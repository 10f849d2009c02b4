// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const LARGEST = "1572860";
const FIFTH = "loss-by-shape[16 x 32]";
const band = (kind: string) =>
  `{band-${kind}[${LARGEST}].low 2} 到 {band-${kind}[${LARGEST}].high 2}`;
const covered = (kind: string) => `{coverage-${kind}[one more size] percent}`;
const allowed = (kind: string) => `{allowed[${kind}].high 2}`;
const result = `{${FIFTH} 2} 奈特 [{${FIFTH}.low 2}, {${FIFTH}.high 2}]`;
const bounds = `学生 t 至多 ${allowed("student-t")}，自助法至多 ${allowed("bootstrap")}`;

export const words: typeof en = {
  text: [
    `过四个大小的直线，学生 t 给第五个的带是 ${band("student-t")} 奈特。自助法把每个大小的三次训练重抽 2\u202f000 遍，再加一个残差：${band("bootstrap")}。实测 {largest[${LARGEST}] 2}，在两者之上。`,
    `更窄不等于更可靠。在直线为真的 {coverage-bootstrap[one more size].n count} 个模拟世界里，学生 t 有 ${covered("student-t")} 包含下一个大小，自助法 ${covered("bootstrap")}；本该都是 95 %。每个大小三次太少。`,
    `带都不知道形状。约 20 万参数的五种形状损失 {loss-by-shape[2 x 92] 2} 到 {${FIFTH} 2}，带只许到 ${allowed("bootstrap")} 和 ${allowed("student-t")}。`,
  ],
  corrections: [],
  opposite: "第五种形状的损失落在直线的带里。",
  try: "看发表的模型有多深",
  experiment: {
    question:
      "过四个大小的直线，它的带（学生 t 或对训练的自助法）能说出同样大小的另一种形状会损失多少吗？",
    hypothesis:
      "16 层、宽 32 的 GPT-2，损失高于两种带给 196\u202f608 个参数许可的范围：形状移动损失，比直线的不确定还多。",
    rule: "写于实验 scaling 和 predicted 的结果已知之后，其中有这个大小的四种形状；第五种那时还没训练，它的三个种子读和别的一样的词元。三个种子均值的 95 % 区间（学生 t）在两种 95 % 带（同样大小再来一个模型）的上端之上，就算成立；在两个上端之下，就不成立。带：过四个均值的直线的预测区间（学生 t），以及 2\u202f000 次重抽的百分位数，每次重抽各大小的种子并加一个残差。各种带包含真值的次数，在 2\u202f000 个模拟世界里数：直线为真，训练之间的差别和我们的一样大；这不参与判断。",
    null: "种子之间的区间包含某个带的上端，或者落在两个上端之间。",
    counted: "个种子",
    outcomes: {
      held: `16 层、宽 32 损失 ${result}；它的大小许可：${bounds}。`,
      refuted: `16 层、宽 32 损失 ${result}，不高于它的大小许可的：${bounds}。`,
      null: `16 层、宽 32 损失 ${result}；这个区间包含它的大小许可的一端：${bounds}。`,
    },
  },
  figure: {
    figures: {
      size: {
        caption: "两种带各预期下一个大小在哪里，以及实测",
        x: "参数（不算嵌入）",
        y: "每词元奈特",
      },
      coverage: { caption: "95 % 的带包含真值的模拟世界", x: "真值", y: "包含，百分比" },
      shape: {
        caption: "约 20 万参数的五种形状，以及两种带给这个大小的许可",
        x: "层数 x 宽度",
        y: "每词元奈特",
      },
    },
    names: {
      "band-student-t": "学生 t",
      "band-bootstrap": "自助法",
      "loss-by-size": "实测",
      largest: "第五个大小",
      "coverage-student-t": "学生 t",
      "coverage-bootstrap": "自助法",
      "loss-by-shape": "实测",
      allowed: "许可",
      "student-t": "学生 t",
      bootstrap: "自助法",
      "the exponent": "指数",
      "one more size": "下一个大小",
    },
  },
};
