// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const gain = "gain[6]";

export const words: typeof en = {
  text: [
    "网络对每个词元都只有那几层。把步骤写出来，就多了可以计算的词元，后面的还能读到前面算出的结果。",
    "但不一定有用。80 万参数的 GPT 学做 3+5+9= 这样的加法：直接回答，六项的和对 {right-direct[6] percent}；先写 8>17>，对 {right-steps[6] percent}。训练词元一样多，步骤也占词元，读到的题就少，一步错则步步错。",
    "不是我们为此训练的模型却可能受益：220 道应用题，SmolLM2-135M（它也许读过带步骤的解答）看了八个直接回答的例子，写对 {model[direct] percent}；看了带步骤的，写对 {model[steps] percent}。（“一个模型，十个任务”里同一种题要求更低：只问两个答案哪个更可能。）Wei 等的题更难，约千亿参数起才有好处。",
  ],
  corrections: [
    {
      claim: "问 Roger 的网球，模型直接答 11，或者先写步骤再答。",
      right:
        "论文里，Roger 的网球是提示中的例子。问的是食堂的苹果：原有 23 个，用掉 20 个，又买 6 个。标准提示答 27；例子带步骤时答 9，这才对。",
      source: "Wei 等 2022，图 1",
    },
  ],
  opposite: "六项的和，不写累加结果也对得一样多。",
  try: "让 SmolLM2 推算食堂的苹果",
  formula: "答案 y 的概率，是对所有可能写出的步骤 s 求和：s 的概率，乘以 s 之后 y 的概率。",
  experiment: {
    question: "学会先写累加结果再写答案的小 GPT，比学会直接回答的对得更多吗？",
    hypothesis: "是：训练词元一样多，六个 1 到 9 的数的和。",
    rule: "两个 80 万参数的网络，从头用 90 万个词元的二到六项加法训练，一个带累加结果，一个不带（因此读到更多题）。带累加结果时，六项的和判对的比例更高，三个种子配对之差的 95 % 区间（学生 t）整个在 0 以上，就算成立；整个在 0 以下就不成立。",
    null: "区间包含 0。SmolLM2-135M 看带步骤的和直接回答的例子之后做应用题，不参与判断：区间用 Wilson，配对用 McNemar 精确检验。",
    counted: "道六项加法",
    outcomes: {
      held: `带累加结果时，六项的和多对 {${gain} points} 个百分点（95 % 区间 {${gain}.low points} 到 {${gain}.high points}，三个种子）。`,
      refuted: `带累加结果减去不带是 {${gain} points} 个百分点（95 % 区间 {${gain}.low points} 到 {${gain}.high points}，三个种子）：六项的和对得更少。`,
      null: `带累加结果减去不带是 {${gain} points} 个百分点，但三个种子的区间 {${gain}.low points} 到 {${gain}.high points} 包含 0。`,
    },
  },
  figure: {
    figures: {
      sums: { caption: "学会这样写的网络，和做对的比例", x: "项数", y: "对，百分比" },
      model: { caption: "SmolLM2-135M，八个例子之后，220 道应用题", x: "例子", y: "对，百分比" },
      paired: { caption: "同样的题，两种做法", x: "", y: "" },
    },
    names: {
      "right-direct": "直接回答",
      "right-steps": "先写累加结果",
      model: "SmolLM2-135M",
      direct: "直接回答",
      steps: "带步骤",
      problems: "题数",
      "only with steps": "只有带步骤时对",
      "only without": "只有不带时对",
      "McNemar p": "p（McNemar 精确检验）",
    },
  },
};
