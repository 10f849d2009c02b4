// The words of the kept runs of Prompt in Chinese.

import { bytes, count } from "../../../core/text/numbers";
import type { Expected } from "./shape";
import type { runHistory as en } from "./words.en";
import { outcome } from "../../../words/repeated.zh";

const tokens = (n: number) => `${count(n)} 个词元`;

function expected(request: Expected): string {
  if (request.kind === "text") return `不超过 ${count(request.most)} 个字符的文字`;
  if (request.kind === "list") return `不超过 ${count(request.most)} 项的列表`;
  if (request.kind === "number") return `${request.min} 到 ${request.max} 之间的数`;
  if (request.kind === "whole") return `${request.min} 到 ${request.max} 之间的整数`;
  if (request.kind === "choice") return `${request.of.join("、")} 之一`;
  return request.kind === "flag" ? "true 或 false" : "一个对象";
}

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
    tooLarge: "浏览器放不下刚才的运行，没有保存。",
    imported: (n: number, known: number, left: number) =>
      `从文件添加了 ${count(n)} 次运行${known === 0 ? "" : `，另有 ${count(known)} 次这里已经有了`}。` +
      (left === 0 ? "" : `还有 ${count(left)} 次放不下：删去一些，再添加一遍。`),
    fault: {
      size: (size: number, most: number) =>
        `文件有 ${bytes(size)}，最多只能 ${bytes(most)}。没有添加任何内容。`,
      json: "文件不是 JSON。这里只接受从本页存出的文件；没有添加任何内容。",
      shape: (at: string, request: Expected) =>
        `文件不是运行历史：${at === "" ? "开头" : at} 处应为${expected(request)}。没有添加任何内容。`,
    },

    shown: (time: string) => `${time} 的运行，原样显示。`,
    weights: (digest: string) => `权重 ${digest}。`,
    gone: (models: string) => `这台服务器上已经没有 ${models}。可以查看，不能重新运行。`,
    again: "重新运行",
    running: "正在重新运行……",
    outcome,
    other: (column: number, sample: number, token: number, two: boolean) =>
      `不相同：${two ? `第 ${column} 栏的` : ""}样本 ${sample} 从第 ${count(token)} 个词元起不同。`,
    changed: (n: number) => `有 ${n} 个样本由您改过或续写过，只比到那里为止。`,
    because: {
      digest: (then: string, now: string) => `模型的权重变了：当时是 ${then}，现在是 ${now}。`,
      precision: "现在用的是另一种精度。",
      where: "计算的地方变了：浏览器和服务器的舍入不同。",
      unknown: "权重、精度、计算的地方都没有变，可能是程序的版本不同。",
    },
  },
};
