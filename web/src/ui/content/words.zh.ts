// 自己的文件夹的文字：书架上，以及添加内容的地方。

import { count } from "../../core/text/numbers";
import type { folder as english } from "./words.en";

export const folder: typeof english = {
  name: (name) => `来自文件夹“${name}”`,
  kinds: { tasks: "任务", lessons: "课程", runs: "运行", datasets: "可用来测量的问题" },
  items: (n) => (n === null ? "列要在“测量”里选" : `${count(n)} 个问题`),
  faults: (n) => `其中 ${count(n)} 项没有显示`,
  at: (line) => (line === null ? "：" : `，第 ${line} 行：`),
  again: "重新读取文件夹",
  failed: "无法读取文件夹。请再试一次，或重新载入页面。",
  empty: "里面还没有内容。",
  file: "文件名",
  fileHelp: "小写字母、数字和连字符。",
  title: "标题",
  saveTask: (name) => `保存到 ${name}`,
  saved: (file) => `已保存为 ${file}。`,
};
