// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "每一代 GPT 都比上一代更大，读得更多；而使用的人感受到的，是不必再准备什么。GPT-1 每个任务都要重新训练；GPT-2 只需一段文字，答案就是它的续写；GPT-3 从几个示例里看出任务；InstructGPT 听得懂一句要求。选一个，看看它要人准备什么、做到了什么、哪里要当心。",
    "下面“段落的最后一个词”是其中两个模型都做过的任务。什么都不加，GPT-3 就比 GPT-2 好；给一个示例反而比不给略差；给几个最好：只有一个示例，还看不出只要一个词。“零、一、少”一课用本页的模型画出同样的转折。",
  ],
  corrections: [],
  opposite:
    "GPT-2 或 GPT-3 要在每个任务上训练之后，才达到论文里的数字；或者人们并不觉得 InstructGPT 的回答比 GPT-3 的好。",
  try: "不给示例让它译成法语，再加几个示例",
  figure: {
    caption: "一个任务要人准备什么，按模型",
    model: "模型",
    needs: {
      training: "每个任务的标注数据和训练",
      shots: "提示里的示例",
      text: "答案能接着写下去的一段文字",
      request: "一句平常的要求",
    },
    some: (need) => `有的任务还要${need}`,
    list: (needs) => [...needs].reverse().join("；"),
    levels: { yes: "要", some: "有的任务要", no: "不要" },
    parts: { size: "大小", read: "读了什么", showed: "做到了", careful: "当心" },
    about: {
      "GPT-1": {
        size: "1.17 亿参数（论文的数字）",
        read: "BooksCorpus：七千多本未出版的书",
        showed: "12 个任务里有 9 个取得当时最好的结果，每个都先为它训练过",
        careful: "新加的一层和原有的权重，都用每个任务自己的标注训练过",
      },
      "GPT-2": {
        size: "15 亿参数",
        read: "WebText：Reddit 上至少得 3 分的链接，800 万个网页，40 GB",
        showed: "8 项语言建模测试中有 7 项取得当时最好的结果，都没有为它训练",
        careful: "翻译和问答的“零样本”提示里其实有成对的示例；它写的摘要几乎不比随机抽三句话好",
      },
      "GPT-3": {
        size: "1750 亿参数",
        read: "五个来源的 3000 亿词元，有的读了几遍",
        showed: "TriviaQA：没有示例 64.3 %，一个示例 68.0 %，64 个示例 71.2 %",
        careful: "有些测试文本就在它读过的网页里；论文第 4 节专门查了这件事",
      },
      InstructGPT: {
        size: "13 亿到 1750 亿参数",
        read: "GPT-3 的文本，再加上人写的回答和人作的比较",
        showed: "人们更喜欢它 13 亿参数模型的回答，胜过 1750 亿参数的 GPT-3",
        careful: "是 40 个受雇的人在这类提示上更喜欢，并不等于更真实",
      },
      "GPT-4": {
        size: "未公开",
        read: "未公开",
        showed: "能读文字和图片；律师资格考试“约在考生的前 10 %”",
        careful: "与七月的考生相比，总分不到第 69 百分位，论述题约在第 48 百分位（Martínez 2024）",
      },
    },
    lambada: {
      caption: "段落的最后一个词（LAMBADA），论文里的数字",
      y: "答对的百分比",
      shots: { none: "没有示例", single: "一个示例", few: "几个示例" },
      columns: ["模型", "答对"],
    },
  },
};
