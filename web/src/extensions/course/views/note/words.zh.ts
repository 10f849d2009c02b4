// The words around the lecture note, in Chinese.

import type { note as en } from "./words.en";

export const note: typeof en = {
  note: {
    title: "《GPT 讲义笔记》",
    about:
      "这份从 GPT-1 到 GPT-4 的概述是一位讲师为课堂写的，不是本页的作者写的：它以纯文本的形式来到这里，没有署名，正文是英文，图里的标注是中文。课程依照它的主题。文字一字未改，只排了列表、表格和公式。",
    corrected:
      "对照论文和在这里运行的模型，其中有些句子不成立。它们照原样留着并做了标记，因为许多概述里都有这样的句子：正确的说法写在下面，并附上相应的课程。",
    lost: "原文中单独成行的公式在转录时丢失了。点线旁边的公式由本页按论文补上。",
    matrix: "这里原有一个矩阵。“手算一次前向传播”里有它，并用它来计算。",
    table: (columns) => `表格：${columns}`,
    contents: "笔记的章节",
    correction: "更确切：",
    slip: { claim: "笔记的说法", right: "更确切", source: "出处" },
    see: (name: string) => `见“${name}”`,
    name: "《GPT 讲义笔记》",
    introduced: "课程的主题依照一份讲义，这里简称“笔记”：",
    stop: "。",
    read: "查看原文",
  },
};
