// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const ahead = "{n} 个任务中，带提示的模型在 {counts[prompted ahead] 0} 个里领先";

export const words: typeof en = {
  text: [
    "GPT 之前，每个任务各有一个模型，用自己的标注训练。这里 SmolLM2 原封不动，画廊的十个任务各给它看八个例子；旁边每个任务有一个分类器：把词切成片段来计数（TF-IDF），再做逻辑回归，用 8 到 128 个标注训练。",
    "同样八个，{n} 个任务里带提示的模型在 {counts[prompted ahead] 0} 个里领先。{counts[none suffice] 0} 个里分类器有 128 个标注也追不上。但这没有看上去那么说明问题：只会计数的分类器无法把答案和问题联系起来，在其中三个翻译任务里只能猜（中文词：128 个标注时 {classifier-128[chinese-words] whole}，乱猜 {chance[chinese-words] whole}）。公平的对手，即一个读问题也读答案的微调网络，这里没有测。",
    "{counts[eight suffice] 0} 个任务里八个标注就够：答案的形式已经露底，或者 SmolLM2 只是在猜（影评 {prompted[reviews] whole}，分类器用 128 个标注 {classifier-128[reviews] whole}）。SmolLM2 会的，来自事先读过的大量文字。",
  ],
  corrections: [],
  opposite: "分类器用八个标注就和带提示的模型一样常答对。",
  try: "给其中一个任务看八个例子",
  experiment: {
    question: "要和一个在提示里看了八个例子的模型一样常答对，每个任务自己的分类器需要多少标注？",
    hypothesis:
      "画廊的十个任务中，多数任务里看了八个例子的 SmolLM2 比用八个标注训练的 TF-IDF 分类器更常答对。",
    rule: "每个任务只看第一组例子。二十个分类器各用八个新抽的有标注的题训练，用其余的题检验；带提示的模型已记录的 95 % 区间（Wilson）下端高于它们答对比例的均值，就算在这个任务里领先。领先的任务过半就成立，不到一半就不成立。",
    null: "正好在一半任务里领先。",
    counted: "个任务",
    outcomes: {
      held: `${ahead}，过半。`,
      refuted: `${ahead}，不到一半。`,
      null: `${ahead}，正好一半。`,
    },
  },
  figure: {
    figures: {
      right: {
        caption: "看了八个例子的模型和各分类器答对的比例",
        x: "任务",
        y: "答对的比例",
      },
      needed: {
        caption: "分类器要多少标注才一样常答对（空白：128 个也不够）",
        x: "",
        y: "",
      },
    },
    names: {
      prompted: "SmolLM2，八个例子",
      "classifier-8": "分类器，8 个标注",
      "classifier-128": "分类器，128 个标注",
      chance: "猜",
      task: "任务",
      "prompted, right": "SmolLM2 答对",
      "classifier, right": "8 个标注的分类器答对",
      "labels to equal it": "追平 SmolLM2 要的标注",
      "same-word": "反义词",
      reviews: "影评",
      "animal-or-food": "动物还是食物",
      "chinese-words": "中文词",
      "copy-rule": "照抄加 zo",
      plurals: "复数",
      "odd-dates": "怪日期",
      "note-translation": "中文句子",
      translation: "译成法语",
      arithmetic: "应用题",
    },
  },
};
