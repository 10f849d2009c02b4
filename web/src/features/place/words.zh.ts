// Where a run is computed, in Chinese: the switch, and a model on its way into the browser.

import type { place as en } from "./words.en";

import { count } from "../../core/text/numbers";

function about(seconds: number | null): string {
  if (seconds === null) return "";
  if (seconds < 90) return `，大约 ${Math.max(1, Math.round(seconds))} 秒`;
  return `，大约 ${Math.round(seconds / 60)} 分钟`;
}

export const place: typeof en = {
  place: {
    title: "运行于",
    computer: "这台电脑",
    browser: "这个浏览器",
    unable:
      "浏览器只为用 https 打开的网页，或在这台电脑上用 http://localhost 打开的网页运行模型。现在由提供网页的电脑计算。",
    waiting: (before: number, seconds: number | null) =>
      `正在等待，${before === 0 ? "下一个就是您" : `前面还有 ${count(before)} 个`}${about(seconds)}。`,
    missing: (id: string, used: string) =>
      `这个链接用的是模型“${id}”，这里没有，现在显示的是 ${used}。请先导入它（见“模型”页）再重新载入网页，或另选一个模型。`,
    looking: "正在查看模型的文件……",
    none: (name: string) => `${name} 不会往下写，所以不能在浏览器里运行。`,
    offered: (name: string, size: string) =>
      `要在这里运行，需要先把 ${name} 取到这个浏览器里，只取一次：${size}。`,
    partly: (name: string, have: string, size: string) =>
      `${name} 共 ${size}，这个浏览器里已经有 ${have}。`,
    fetch: (size: string) => `取来（${size}）`,
    goOn: (size: string) => `接着取余下的 ${size}`,
    cancel: "取消",
    again: "再试一次",
    fetching: "正在取模型",
    progress: (part: string, have: string, size: string) => `${part}，${have} / ${size}`,
    opening: "正在打开模型……",
    ready: (name: string) => `${name} 正在这个浏览器里运行。`,
    readyIn: (name: string, seconds: string, on: string) =>
      `${name} 正在这个浏览器里运行：${seconds} 秒后就绪，${on}。`,
    onCard: "由显卡计算（WebGPU）",
    onProcessor: (threads: number) => `由处理器计算，${threads} 个线程`,
    cardFailed: "试过用显卡（WebGPU）运行，没有成功，所以改用处理器。",
    alone: "没有服务器也能继续，刷新之后也一样。",
    stays: "束搜索、“内部”、“训练”和“课程”仍然要问服务器。",
    forget: (size: string) => `从这个浏览器里移除（${size}）`,
    liveRun: (time: string, ms: string) => `在这个浏览器里运行，${time}，用时 ${ms}。`,
    kept: "这就是模型自己的权重，每个 16 位，用 fp32 计算：末几位数字可能与服务器的不同。",
  },
};
