// The words of the lesson, in Chinese. Its text holds at most 220 characters.

import type { words as en } from "./words.en";

const gap = "gap[two layers less one]";
const beside = (how: string) =>
  `{beside-${how}[prefix] points} [{beside-${how}[prefix].low points}, {beside-${how}[prefix].high points}]`;

export const words: typeof en = {
  text: [
    "上下文先给两个带标签的，再问（Chan 等 2022）。训练时总给出所问的类：没见过的类，两层对 {novel-2[1] percent}，一层对 {novel-1[1] percent}：一个种子还在猜，按规则未定。从不给出：两层背下所有类，新的只对 {novel-2[0] percent}。",
    `归纳头找到相同的词元，抄它后面的。house-gpt2 靠这种头读例子吗？按事先写明的，是：关掉最相配的三个，比起关随机三个，答对变化 ${beside("zero")} 个百分点；给平均值时 ${beside("mean")}。注意答案的头也一样。`,
  ],
  corrections: [],
  opposite: "一层也和两层一样，找得到新类的标签。",
  try: "看小模型学马尔可夫链",
  experiment: {
    question:
      "上下文里给出所问的类时，小 Transformer 学得会找到从没见过的类的标签吗？要两层吗？我们的 house-gpt2 从例子中学习，靠的是这种头吗？",
    hypothesis:
      "两层学会从上下文读出标签，因为一个头能看前一个词元，上面一个能找相同的；一层不能，只能在给出的标签里猜。",
    rule: "网络以突发度 1 训练：每个所问的物品，它的类都在上下文里。用训练里没有的类来问，只有上下文知道标签；两层判对的比例减去一层的。三个种子的 95 % 区间（学生 t）在 0 以上就算成立，整个在 0 以下就不成立。对 house-gpt2 也事先写明：关掉前缀匹配最高的三个头，比关掉同样多的随机头少答对，八个任务的 95 % 区间（学生 t）整个在 0 以下，并且关掉的头给 0 和给平均值时都如此，就算它的例子由归纳头来读。",
    null: "区间包含 0；对 house-gpt2，是八个任务的区间不在 0 以下：那就没有什么说明它的头是归纳头。突发度 0 和 0.5 以及其他排序不参与判断。",
    counted: "个新类的上下文",
    outcomes: {
      held: `新类上，两层减一层是 {${gap} points} 个百分点（95 % 区间 {${gap}.low points} 到 {${gap}.high points}，三个种子）。`,
      refuted: `新类上，两层减一层是 {${gap} points} 个百分点（95 % 区间 {${gap}.low points} 到 {${gap}.high points}，三个种子）。`,
      null: `新类上，两层减一层是 {${gap} points} 个百分点，但三个种子的区间 {${gap}.low points} 到 {${gap}.high points} 包含 0。`,
    },
  },
  figure: {
    figures: {
      learning: { caption: "训练中的新类：所问的类总在上下文里", x: "步", y: "对，百分比" },
      burstiness: {
        caption: "新类和已知的类，按训练时所问的类给出得多不多",
        x: "所问的类在上下文里的比例",
        y: "对，百分比",
      },
      zero: { caption: "House-gpt2，八个例子：关掉三个头少答对多少", x: "头", y: "变化，百分点" },
    },
    names: {
      "learning-1": "一层",
      "learning-2": "两层",
      "novel-1": "新类，一层",
      "novel-2": "新类，两层",
      "weights-1": "已知的类，一层",
      "weights-2": "已知的类，两层",
      "off-zero": "关掉的头给 0",
      "off-mean": "给平均值",
      prefix: "最相配的",
      answers: "注意答案的",
      previous: "看前一个词元的",
      random: "随机的",
    },
  },
};
