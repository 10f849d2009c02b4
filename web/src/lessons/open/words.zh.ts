// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "笔记以五个问题结尾。研究界一个也没有解决，这里也没有。每个问题都做了一个小实验，判据写在运行之前。",
    "小实验能说明某种解释在小模型里起作用，却说明不了大一千倍的模型会怎样，所以问题才是开放的。上面逐个列出：试了什么，什么还不知道。",
  ],
  corrections: [],
  opposite: "有一个这种规模的实验，其结果对任何规模的模型都解决了五个问题中的一个。",
  try: "看模型怎样从提示里的例子学习",
  figure: {
    caption: "笔记的开放问题：这里试了什么，什么还不知道",
    columns: { question: "问题", tried: "这里试了", unknown: "还不知道" },
    waiting: "判据已定，还没有结果。",
    questions: [
      {
        lessons: ["scaling", "predicted"],
        question: "规模扩大时，表现为什么变化得这样平滑？",
        tried: "几种规模的小 GPT-2：幂律能不能说出更大模型的损失？",
        unknown: "为什么是幂律；由小模型拟合的幂律到哪里为止。",
      },
      {
        lessons: ["bayes", "descent", "meta"],
        question: "上下文学习是什么：真的在学，还是匹配模式？",
        tried: "把小 transformer 与贝叶斯公式、与梯度下降的步子比较；一层与两层比较。",
        unknown: "大语言模型做的是哪一种：只学过一类任务的小模型未必和它一样。",
      },
      {
        lessons: ["ceiling"],
        question: "文本用完以后，规模还能扩大吗？靠合成文本吗？",
        tried: "同一批文本最多读 16 遍；四代模型学自己写的样本。",
        unknown: "经过筛选、核对，或由更好的模型写出的样本值多少。",
      },
      {
        lessons: ["lookup"],
        question: "有没有比一次一个词元更高效的办法？",
        tried: "从上下文抄来草稿，一次核对，五种文本。",
        unknown: "一次写出许多词元的模型（如扩散模型）能不能同样好。",
      },
      {
        lessons: ["emergence"],
        question: "能预测一种能力在多大规模出现吗？",
        tried: "同一批检查点，既看完全匹配，也看对数概率。",
        unknown: "能力什么时候出现：事后看是平滑的，还不等于能预报。",
      },
    ],
  },
};
