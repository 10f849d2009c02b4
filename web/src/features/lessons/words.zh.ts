// The words around the lessons, in Chinese.

import type { lessons as en } from "./words.en";

export const lessons: typeof en = {
  lessons: {
    documentTitle: "课程 · Shotglass",
    title: "一次一个想法，弄懂 GPT",
    about: "每课都很短，图里的数字都是真算出来的；课末的链接打开一个工具，可以接着试。",
    pages: "课程与数字",
    topics: "主题",
    groups: {
      background: "背景",
      architecture: "结构",
      generation: "目标与生成",
      series: "系列",
      inContext: "上下文学习",
      beyond: "GPT 之外",
    },
    place: (i: number, n: number) => `第 ${i} 课，共 ${n} 课`,
    opposite: "怎样的结果会说明相反的结论：",
    steps: "上一课与下一课",
    live: (model: string) => `由 ${model} 当场算出`,
    computing: "正在计算 …",
    needsModel: "这张图需要模型。模型一就绪，图就会出现。",
    held: "这个链接带来了一段文字。由你决定什么时候询问模型。",
    ask: "询问模型",
    failed: "没能取到数字。请重新载入页面再试。",
  },
};
