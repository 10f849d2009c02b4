// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const gap = "gap[two layers less one]";
const beside = (how: string, heads: string) =>
  `{beside-${how}[${heads}] points} [{beside-${how}[${heads}].low points}, {beside-${how}[${heads}].high points}]`;

export const words: typeof en = {
  text: [
    "上下文先给出两个带标签的物品，再问第三个的标签（Chan 等 2022）。突发度是训练时所问的类出现在上下文里的比例。笔记把这样的训练叫元训练，把用新的类来考它叫元测试。突发度为 1 时，训练里没有的类，两层网络判对 {novel-2[1] percent}；为 0 时，它把所有的类背下来，新的只判对 {novel-2[0] percent}，等于乱猜。",
    "一层本该失败：归纳头要找到与当前词元相同的词元，再抄它后面的内容，这需要下面一层有个头看前一个词元。可是一层网络平均也判对 {novel-1[1] percent}，三个种子里有两个学会了。两对物品的位置是固定的，一个块也许凭位置就能认出标签（没有查过），所以这个对照说明不了非归纳不可；按规则未定。",
    `house-gpt2 靠归纳头读例子吗？按事先写明的判据，是：关掉最相配的三个头，与随机关掉三个头相比，答对变化 ${beside("zero", "prefix")} 个百分点；关掉的头给出平均值时，变化 ${beside("mean", "prefix")}。但是关掉看前一个词元的三个头，答对的减少得一样多：${beside("zero", "previous")} 和 ${beside("mean", "previous")}；注意答案的头也是。所以有注意对象的头要紧，读例子的是哪一种，分不出来。`,
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
