// The words of Lessons, in Chinese.

import type { lessons as en } from "../en/lessons";

export const lessons: typeof en = {
  lessons: {
    documentTitle: "课程 · Shotglass",
    title: "一次一个想法，弄懂 GPT",
    about: "每课都很短，图里的数字都是真算出来的；课末的链接打开一个工具，可以接着试。",
    pages: "课程与数字",
    correction: { claim: "笔记的说法", right: "应当是", source: "出处" },
  },
};
