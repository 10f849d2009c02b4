// The words of the questions that look for what answers depend on, in Chinese.

import type { Interval, VectorEffect } from "../../../core/api/api.gen";
import { decimal, percent, percentDigits, points } from "../../../core/text/numbers";
import { isApart, magnitude } from "../../../core/measurement/bounds";
import type { Ablating } from "./facts";
import type { causeQuestions as enQuestions, causes as en } from "./words.en";

const nats = ({ value, low, high }: Interval) =>
  `${decimal(value, 2)} [${decimal(low, 2)}, ${decimal(high, 2)}]`;
/** What is left of the odds, of a loss of log-odds. */
const fold = ({ value, low, high }: Interval) =>
  `${factor(value)} [${factor(high)}, ${factor(low)}]`;
const factor = (lost: number) => decimal(Math.exp(-lost), 2);
const share = ({ value, low, high }: Interval) =>
  `${percent(value)} [${percentDigits(Math.max(0, low))}, ${percentDigits(Math.min(1, high))}]`;
const change = ({ value, low, high }: Interval) =>
  `${points(value)} 个百分点 [${points(Math.max(-1, low))}, ${points(Math.min(1, high))}]`;

const right = "预期答案比其他答案都更可能，才算答对；“形式”是所有答案合起来的概率。";
const inFp32 =
  "模型内部总是用 fp32 计算。区间只对问题而言（比例和变化用计分区间，对数几率用自助法），一次只看一项。";

export const causeQuestions: typeof enQuestions = {
  "which-example": {
    name: "哪个例子起作用？",
    about: ({ k, questions }) => `${Math.max(...k)} 个例子逐个删去、遮住；${questions} 题`,
    title: "少了哪个例子，答案损失多少",
    waiting: "每个例子都分别删去、遮住不让看、只遮住它的答案。",
    rule: () => [
      "看的是预期答案相对其他答案的对数几率损失多少；小于 0 说明这个例子帮了倒忙。删去时，后面的都往前移；遮住时，每个词元留在原位，只是后面的词元都看不到这个例子。两者不必一致。",
      "注意力是最后一个词元放在这个例子上的占比，对所有层和头取平均。首词元不算在任何例子里，因为不论写的是什么，总有许多头停在它上面。等级相关用 Spearman，在每道题之内给例子排名。",
      inFp32,
    ],
  },
  "which-head": {
    name: "哪些注意力头起作用？",
    about: ({ k, questions }) =>
      `关掉前 1 % 到 10 %，并与同样多的随机头相比；k\u00a0=\u00a0${Math.max(...k)}，${questions} 题`,
    title: "关掉一些头以后，答对多少",
    waiting: "用三种方法给头排名，关掉排在前面的，再和同样多的随机头比较。",
    rule: () => [
      right,
      "三种排名：对例子答案的注意力、前缀匹配、对前一个词元的注意力（后两种用重复的随机词元；Olsson 等，2022）。排名用的问题和这里问的问题不同。随机头不在三种排名的前列。",
      "关掉是指这个头在每个词元处给出 0，或给出它在别的提示上的平均。只有逐题比较下与随机头不同，才说排在前面的头起作用。",
      inFp32,
    ],
  },
  "which-vector": {
    name: "一个向量能代替例子吗？",
    about: ({ k, questions }) => `逐层放入，取自 k\u00a0=\u00a0${Math.max(...k)}；${questions} 题`,
    title: "没有例子，只放入例子留下的向量，答对多少",
    waiting: "把例子在提示最后一个词元处留下的东西，放进没有例子的提示里。",
    rule: () => [
      right,
      "任务向量是有例子、问另一道题时，最后一个词元处的整个状态（Hendel 等，2023）。函数向量是十个头加到这个状态上的部分，对这样的提示取平均（Todd 等，2023）；选的是单独把它的部分加在它那一层之后、最能让预期答案变得更可能的头。Todd 等则是放进答案被打乱的提示里。",
      "层在一半问题上选，图上的数字是另一半问题的。",
      inFp32,
    ],
  },
};

export const causes: typeof en = {
  inside: "模型内部用 fp32 计算。",
  stopped: "已停止。部分结果：停止前读到的，没有下结论。",
  few: (n, least) =>
    `*问题不足以判断*：只有 ${n} 题，即使全都一致，也可能只是偶然。至少要 ${least} 题，请多问几题。`,
  n: (n) => `n = ${n} 题；95 % 区间。`,
  cost: (runs, time) =>
    runs === null || time === null
      ? "正在试运行几次模型，看要多久……"
      : `要运行模型 ${runs} 次，在这里大约 ${time}`,
  progress: (done, total, left) => `${done} / ${total} · 还要 ${left}`,
  bar: "模型运行次数",

  example: {
    x: "预期答案的对数几率损失，奈特",
    caption: (n) => `少了每个例子，答案损失多少（${n} 题平均）`,
    kinds: { deleted: "删去", hidden: "遮住", answer_hidden: "只遮住答案" },
    columns: { example: "例子", attention: "注意力" },
    sentence: ({ n, k, most, attention }) => ({
      main:
        most === null
          ? `*看不出哪个例子起作用*：${k} 个例子不论遮住哪个，变化的区间都包含 0。`
          : `第 ${most.place + 1} 个例子“${most.input} →${most.output}”*作用最大*：遮住它，预期答案的几率平均${most.lost.value > 0 ? "降到" : "升到"}原来的 ${fold(most.lost)} 倍。`,
      more: [
        ...(most === null ? [] : [`对数几率相差 ${nats(magnitude(most.lost))} 奈特。`]),
        attention === null
          ? "注意力和作用都没有给例子排出可以比较的次序。"
          : !isApart(attention)
            ? `注意力与遮住时损失的等级相关是 ${nats(attention)}：区间包含 0，所以从注意力看不出哪个例子起作用。`
            : attention.value > 0
              ? `注意力给例子排的次序与遮住时的损失部分一致：等级相关 ${nats(attention)}。`
              : `注意力给例子排的次序与遮住时的损失相反：等级相关 ${nats(attention)}。`,
      ],
      small: `n = ${n} 题；95 % 区间，只对问题而言，一次只看一个例子。`,
    }),
  },

  head: {
    how: "关掉的头给出",
    ablating: { zero: "0", mean: "它的平均" } as Record<Ablating, string>,
    measure: "显示",
    none: "所有的头都开着",
    x: "关掉的头数",
    caption: (n) => `关掉一些头以后答对多少，${n} 题`,
    sets: {
      answers: "最看答案的头",
      prefix: "前缀匹配最强的头",
      previous: "最看前一个词元的头",
      random: "随机的头",
    },
    short: { answers: "看答案", prefix: "前缀匹配", previous: "看前一个", random: "随机" },
    columns: { set: "哪些头", ablating: "给出", heads: "关掉" },
    comma: "、",
    head: (layer, head, score) => `第 ${layer} 层第 ${head} 头（${score}）`,
    sentence: ({ n, draws, heads, before, random, sets }, ablating) => {
      const names = {
        answers: "最看答案的",
        prefix: "前缀匹配最强的",
        previous: "最看前一个词元的",
      };
      const apart = sets.filter(({ against }) => isApart(against.right));
      const [first] = [...apart].sort((a, b) => a.against.right.value - b.against.right.value);
      return {
        main:
          first === undefined
            ? `关掉 ${heads} 个头，*哪种排名都和随机的头分不出高下*。`
            : first.against.right.value < 0
              ? `关掉${names[first.by]} ${heads} 个头，答对 *${share(first.off.right)}*；关掉同样多的随机头，答对 ${share(random.right)}：相差 ${change(first.against.right)}。`
              : `关掉排在前面的 ${heads} 个头，*反而比关掉随机的头损失小*：${change(first.against.right)}。`,
        more: sets
          .filter(({ by }) => by !== first?.by)
          .map(
            ({ by, off, against }) =>
              `${names[by]}：答对 ${share(off.right)}；与随机的头相差 ${change(against.right)}${isApart(against.right) ? "" : "，分不出高下"}。`,
          ),
        small: `所有的头都开着：${share(before)}。n = ${n} 题，随机的头抽 ${draws} 组；关掉时给出${ablating === "zero" ? " 0" : "平均"}；95 % 区间。`,
      };
    },
  },

  vector: {
    measure: "显示",
    none: "没有例子",
    examples: "有例子",
    x: "向量放在第几层之后（从 0 数起）",
    input: "输入",
    caption: (n) => `按放入向量的层看答对多少，${n} 题`,
    kinds: { function: "函数向量", task: "任务向量" } as Record<VectorEffect["kind"], string>,
    columns: { vector: "向量", layer: "第几层之后" },
    heads: "组成函数向量的头：",
    comma: "、",
    head: (layer, head) => `第 ${layer} 层第 ${head} 头`,
    sentence: ({ n, choosing, none, examples, vectors }) => {
      const name = { function: "函数向量", task: "任务向量" };
      const lines = vectors.map(
        ({ effect, at }) =>
          `在第 ${effect.chosen - 1} 层之后放入${name[effect.kind]}，没有例子也答对 ${share(at.right)}：${change(effect.from_none_right)}${isApart(effect.from_none_right) ? "" : "，和不放分不出高下"}。`,
      );
      const apart = vectors.filter(({ effect }) => effect.from_none_right.low > 0);
      const best = [...apart].sort((a, b) => b.at.right.value - a.at.right.value)[0];
      return {
        main:
          best === undefined
            ? "*这里没有哪个向量能代替例子*：两个都看不出让答对的多起来。"
            : `在第 ${best.effect.chosen - 1} 层之后放入*${name[best.effect.kind]}*，没有例子的答对率从 ${share(none.right)} 变为 *${share(best.at.right)}*；用例子本身是 ${share(examples.right)}。`,
        more: lines,
        small: `n = ${n} 题；层是在另外 ${choosing} 题上选的；95 % 区间。`,
      };
    },
  },
};
