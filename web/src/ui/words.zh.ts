// The words of the parts that several views share, in Chinese.

import { card } from "./card/words.zh";
import type { parts as en } from "./words.en";

export const figure: (typeof en)["figure"] = {
  showTable: "看表格",
  showFigure: "看图",
  tools: "表格、保存",
  saveAs: (format: string) => `存为 ${format}`,
  formats: { svg: "SVG", png: "PNG", csv: "CSV", json: "JSON" },
  failed: "图片没能生成，表格仍可保存。",
};

export const parts: typeof en = {
  running: {
    run: "运行",
    stop: "停止",
    shortcut: "Ctrl + Enter",
    shortcutMac: "⌘ + Enter",
    stopShortcut: "Esc",
  },

  trailing: {
    says: "文字的末尾是空格。",
    why: "在这个模型的词表里，多数单词把前面的空格算作自己的一部分；空格已经写出，模型就只能接较少见的词元。",
    mend: "去掉空格",
  },

  figure,

  card,
};
