// The words around the lecture note, in Chinese.

import type { note as en } from "./words.en";

export const note: typeof en = {
  note: {
    documentTitle: "GPT 讲义笔记 · Shotglass",
    title: "《GPT 讲义笔记》",
    about:
      "课程依照的就是这份笔记：从 GPT-1 到 GPT-4 的一份讲义，正文是英文，图里的标注是中文。文字照原样放在这里。本页查出错误的地方做了标记，正确的说法写在下面，并附上相应的课程。",
    lost: "原文中单独成行的公式在转录时丢失了：凡是一行以冒号结尾、后面却没有内容的地方，原来都有一个公式。行内的公式保留 TeX 写法。课程里给出了用得到的公式。",
    contents: "笔记的章节",
    correction: "应当是：",
    slip: { claim: "笔记的说法", right: "应当是", source: "出处" },
    see: (name: string) => `见“${name}”`,
    name: "《GPT 讲义笔记》",
    introduced: "课程的主题依照一份讲义，这里简称“笔记”：",
    stop: "。",
    read: "查看原文",
  },
};
