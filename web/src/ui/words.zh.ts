// The words of the parts that several views share, in Chinese.

import { count } from "../core/text/numbers";
import type { parts as en } from "./words.en";

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

  figure: {
    showTable: "看表格",
    showFigure: "看图",
    tools: "表格、保存",
    saveAs: (format: string) => `存为 ${format}`,
    formats: { svg: "SVG", png: "PNG", csv: "CSV", json: "JSON" },
    failed: "图片没能生成，表格仍可保存。",
  },

  card: {
    title: "这里还可能是什么",
    close: "关闭",
    drawn: "抽中",
    likeliest: "最可能",
    everythingElse: "其余全部",
    elseTokens: (n: number) => `（${count(n)} 个词元）`,
    more: (n: number) => `再显示 ${n} 个`,
    from: (token: string) => `改从“${token}”接着写`,
    hint: "选另一个词元，从它接着写。",
    noModel: "要从另一个词元接着写，得先有就绪的模型。",
    block: {
      part: "半个字符",
      special: "不是文字",
      unfinished: "前面的文字停在半个字符或停止符里，接不上别的词元。",
    },
  },
};
