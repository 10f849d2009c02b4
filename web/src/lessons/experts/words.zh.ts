// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const minus = "experts-minus[equal active]";
const interval = `每字节 {${minus} 3} 比特（95 % 区间 {${minus}.low 3} 到 {${minus}.high 3}）`;

export const words: typeof en = {
  text: [
    "OpenAI 的 GPT-4 报告没有给出规模和结构；约 1.8 万亿参数、混合专家，都是传闻。混合专家是什么倒是知道的（Switch，Fedus 2021）：一层有几个前馈部分，路由器把每个词元交给一个。参数变多，计算量不变。",
    `这里每层四个专家，共 265 万参数，一个词元用到 107 万。500 步后并不比活跃参数相等的稠密网络好：每字节多 {${minus} 3} 比特，区间含 0；每个专家只学过约四分之一的词元。总参数相等的稠密网络领先 {experts-minus[equal total] 3}，训练最久。`,
  ],
  corrections: [],
  opposite: "专家比活跃参数相等的稠密网络预测得好。",
  try: "看看 GPT-4 的哪些数字是已知的",
  formula:
    "输出 y 等于选中的专家 e 的概率 p，乘以这个专家由 x 得到的结果。概率是路由器的矩阵 W 乘 x 的 softmax。均衡损失 L 等于 α 乘专家数 N，再乘各专家的词元份额 f 与平均概率 P 之积的总和。",
  experiment: {
    question:
      "每层四个专家、每个词元经过一个的网络，比活跃参数相等的稠密网络预测得更好吗？离总参数相等的稠密网络有多近？",
    hypothesis: "行和顺序都相同时，四个专家对留出文本的预测比活跃参数相等的稠密网络好。",
    rule: "专家每字节的比特减去活跃参数相等的稠密网络的，按种子配对的 95 % 区间（学生 t）整个在 −0.01 以下，就算成立；整个在 −0.01 以上就不成立。与总参数相等的稠密网络的差别连同区间一起报告，不参与判断。",
    null: "区间包含 −0.01 比特。",
    counted: "个种子（每种网络）",
    outcomes: {
      held: `专家减活跃参数相等的稠密网络：${interval}。`,
      refuted: `专家减活跃参数相等的稠密网络：${interval}，整个在 −0.01 以上。`,
      null: `专家减活跃参数相等的稠密网络：${interval}，包含 −0.01。`,
    },
  },
  figure: {
    figures: {
      bits: {
        caption: "各个网络在留出文本上每字节的比特",
        x: "网络",
        y: "每字节比特（左边更好）",
      },
      minus: {
        caption: "专家每字节的比特减去稠密网络的",
        x: "减去",
        y: "差，每字节比特（0 的左边：专家更好）",
      },
      seconds: { caption: "训练用了单核多少秒", x: "网络", y: "秒" },
    },
    names: {
      bits: "每字节比特",
      "experts-minus": "专家减稠密",
      seconds: "秒",
      "equal active": "稠密，活跃相等",
      experts: "四个专家选一",
      "equal total": "稠密，总数相等",
    },
  },
};
