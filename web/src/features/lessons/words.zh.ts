// The words around the lessons, in Chinese.

import type { Outcome } from "../../core/experiments/result";
import { count } from "../../core/text/numbers";
import type { lessons as en } from "./words.en";

export const lessons: typeof en = {
  lessons: {
    documentTitle: "课程 · Shotglass",
    about: "每课一个想法，图里的数字都是真算出来的；课末的链接打开一个工具，可以接着试。",
    pages: "课程与数字",
    topics: "主题",
    groups: {
      background: "背景",
      architecture: "结构",
      generation: "目标与生成",
      series: "系列",
      inContext: "上下文学习",
      beyond: "GPT 之外",
      open: "开放问题",
    },
    place: (i: number, n: number) => `${i} / ${n}`,
    path: "从这里开始",
    all: (n: number) => `全部 ${n} 课`,
    fewer: "收起",
    figure: "图",
    symbols: "写成公式",
    opposite: "这样就会推翻本课的说法：",
    sources: "文献",
    authors: (by: string) => by.replace(" et al.", " 等").replace(" and ", " 和 "),
    steps: "上一课与下一课",
    live: (model: string) => `由 ${model} 当场算出`,
    computing: "正在计算 …",
    needsModel: "这张图需要模型。模型一就绪，图就会出现。",
    recordedText: "现在没有模型可问，图仍是这一段：",
    held: "这个链接带来了一段文字。由你决定什么时候询问模型。",
    ask: "询问模型",
    failed: "没能取到数字。请重新载入页面再试。",
    experiment: {
      title: "这个实验",
      hypothesis: "假设",
      rule: "事先写下的判据",
      outcomes: {
        held: "成立。",
        refuted: "被推翻。",
        null: "无结论：数据说明不了。",
      },
      n: (n: number, counted: string) => `n = ${count(n)} ${counted}`,
      seeds: (n: number) => `${n} 个随机种子`,
      tokens: (n: number) => `${count(n)} 个词元`,
      minutes: (n: string) => `处理器时间 ${n} 分钟`,
      underATenth: "不到 0.1",
      commit: (digest: string) => `判据见提交 ${digest}`,
      judged: "怎样判定",
      data: "数据、许可与运行方法",
      again: (n: string) => `自己运行（一个核心需要 ${n} 分钟）：`,
      value: "数值",
      low: "95 % 区间下限",
      high: "上限",
    },
    reading: {
      change: (x: string) => `与 ${x} 相比`,
      about: (x: string) => `约 ${x}`,
      already: (x: string) => `${x} 或更少`,
      never: (x: string) => `到 ${x} 也不到`,
    },
    needs: "先学",
    inFigure: "图中对应的点会亮起；点一下，就转到那里。",
    course: {
      title: "十二周的课程",
      about:
        "每周学完能做什么，要上哪几课；每一课都排在它所依据的课之后。分钟数含课堂与阅读，是估计。",
      enter: "课程",
      weeks: "各周",
      week: (number: number, minutes: number) => `第 ${number} 周 · ${minutes} 分钟`,
      goals: [
        "说明数词做不到什么，向量又添了什么",
        "说明预训练省下了什么，又怎样测量",
        "把文字切成词元，并给它打分",
        "手算一个注意力头，连同掩码",
        "跟着一个词元走完整个网络",
        "训练一个网络，并看出它何时在死记",
        "用每一种解码方法亲手抽出一个词元",
        "分清零样本、单样本与少样本，分清形式与选择",
        "说出上下文学习的三种解释，以及各自的反证",
        "说明写出步骤、一个模型做所有任务、看两侧，各在何时有用",
        "读懂一条规模定律，并对它存疑",
        "说明通顺的文字不等于什么：不等于真实、公平、安全",
      ],
    },
    quiz: {
      first: "先猜再看",
      show: "直接看",
      answer: (say: string) => `答案：${say}。`,
      right: (say: string) => `答对了：${say}。`,
      wrong: (mine: string, right: string) => `你答“${mine}”；正确的是“${right}”。`,
      progress: ({ answered, right }: { answered: number; right: number }, n: number) =>
        `${n} 题答了 ${answered} 题，对 ${right} 题`,
      here: "问题",
      sheet: "打印卷",
      key: "带答案",
      leave: "回到课程",
    },
    glossary: "词汇表",
    allOutcomes: {
      title: "全部假设及其结果",
      sum: (outcomes: readonly Outcome[]) => {
        const of = (request: Outcome) => outcomes.filter((item) => item === request).length;
        return `${outcomes.length} 个假设都写在实验运行之前：${of("held")} 个成立，${of("refuted")} 个被推翻，${of("null")} 个没有结论。`;
      },
      columns: ["课程", "假设", "结果", "n"],
    },
  },
};
