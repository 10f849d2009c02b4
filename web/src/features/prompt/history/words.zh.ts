// The words of the kept runs of Prompt in Chinese.

import { bytes, count } from "../../../core/text/numbers";
import type { runHistory as en } from "./words.en";

const tokens = (n: number) => `${count(n)} 个词元`;

export const runHistory: typeof en = {
  runHistory: {
    open: (n: number) => (n === 0 ? "历史" : `历史（${count(n)}）`),
    title: "这个浏览器里的运行",
    about: "最近 200 次运行，只存在这个浏览器里，不会发到服务器；清除浏览器数据时会一并清除。",
    none: "还没有保存。每次运行结束后会存下来。",
    unavailable: "这个浏览器不为本页保存数据，运行不会留下。",
    of: (models: string, written: string) => `${models} · ${written}`,
    tokens,
    remove: "删除",
    removeRun: (time: string) => `删除 ${time} 的运行`,
    clear: "全部清除",
    sureClear: (n: number) => `确定删除 ${count(n)} 次运行`,
    keep: "保留",
    save: "存成文件",
    take: "从文件添加",
    adding: "正在从文件添加…",

    dropped: {
      bound: (n: number) => `历史已满，删去了最早的 ${count(n)} 次运行。`,
      quota: (n: number) => `浏览器给本页的空间已满，删去了最早的 ${count(n)} 次运行。`,
    },
    damaged: (n: number) => `旧版页面保存的 ${count(n)} 次运行已损坏，没有转过来。`,
    tooLarge: "浏览器放不下刚才的运行，没有保存。",
    imported: (n: number, known: number, left: number) =>
      `从文件添加了 ${count(n)} 次运行${known === 0 ? "" : `，另有 ${count(known)} 次这里已经有了`}。` +
      (left === 0 ? "" : `还有 ${count(left)} 次放不下：删去一些，再添加一遍。`),
    size: (size: number, most: number) =>
      `文件有 ${bytes(size)}，最多只能 ${bytes(most)}。没有添加任何内容。`,
    run: "这个浏览器里保存的运行",
  },
};
