// The model in use, in Chinese: exact or fast, and where it runs.

import { count, percentagePoints } from "../../core/text/numbers";
import type { Computed, Numbers } from "../../core/models/precision";
import type { place as enPlace, precision as enPrecision } from "./words.en";

const NAMES: Record<Computed, string> = {
  fp32: "精确",
  int8: "8 位",
  fp16: "16 位（显卡）",
  web: "16 位权重",
};

export function sentence({ as, off }: Numbers): string {
  if (as === "fp32") return "精确：用 fp32 计算。";
  if (off === null) return `${NAMES[as]}：没有测过这些概率偏差多少。`;
  const [median, most] = [percentagePoints(off.median), percentagePoints(off.max)];
  return `${NAMES[as]}：在 ${count(off.tokens)} 个词元的文本上，不低于 1\u202f% 的概率与精确值之差，中位数为 ${median} 个百分点，最大 ${most} 个百分点。`;
}

const stages: Record<string, string> = {
  "Verifying the model": "正在核对模型的文件",
  "Writing weights": "正在写权重",
  "Checking graphs": "正在检查计算图",
  "Comparing predictions": "正在测量偏差",
  "Writing the manifest": "正在放进模型的文件夹",
};

export const chip: (typeof enPrecision)["precision"]["chip"] = {
  fp32: "精确",
  int8: "8 位",
  fp16: "16 位",
  web: "16 位权重",
};

export const precision: typeof enPrecision = {
  precision: {
    label: "精度",
    choices: { fp32: "精确", int8: "快速（8 位）" },
    over: (bits: number) => `精确：fp32 运算，${bits} 位权重。`,
    house: "精确（16 位权重）",
    houseHelp: "这个模型自己的权重就存为 16 位数，所有运算都用 fp32：没有更快的副本可选。",
    gpu: "16 位（显卡）",
    browser: {
      fp32: "模型自己的 16 位权重",
      int8: "8 位，在这个浏览器里",
      fp16: "16 位，在这个浏览器里",
      web: "16 位权重，在这个浏览器里",
    },
    chip,
    sentence,
    making: {
      titles: { int8: "“快速”要用 8 位的副本", web: "浏览器要用 16 位的副本" },
      int8: (name: string, seconds: number, size: string) =>
        `要在提供本页的电脑上做一份 ${name} 的 8 位副本，只做一次：约 ${seconds}\u202f秒，占 ${size}。它算得更快，数字会有一点偏差；偏差多少，做的时候会测出来。`,
      web: (name: string, seconds: number, size: string) =>
        `要在浏览器里运行，${name} 需要一份 16 位权重的副本。它在提供本页的电脑上做，只做一次：约 ${seconds}\u202f秒，占 ${size}。做好之后再从那里取来。`,
      until: "做好之前，所有数字都是精确的。",
      make: "现在就做",
      stay: "继续用精确",
      notNow: "以后再说",
      bar: "副本完成了多少",
      beginning: "正在开始",
      stages,
      cancel: "取消",
      again: "再试一次",
      busy: "正在做另一份副本或导出，一次只做一个。",
      failed: "副本没有做成。",
      alone: "能做这份副本的服务器没有回应。请在装有模型的电脑上用下面的命令启动它，再刷新本页。",
      aloneCommand: "shotglass serve",
    },
    table: {
      title: "精度",
      about: "本页显示的是精确值。其他副本在第一次用到时才做，并当场与精确值对照测量。",
      names: { fp32: "精确（fp32）", int8: "快速（8 位）", web: "浏览器用（16 位权重）" },
      name: "精度",
      size: "大小",
      state: "状态与偏差",
      none: (bits) =>
        bits === null ? "没有任何舍入。" : `不再作舍入；它带来的权重本来就只有 ${bits} 位。`,
      same: "与精确的是同一个计算图。",
      roughly: (size: string) => `约 ${size}`,
      notMade: "还没有做",
      made: "已做好",
      makeOf: (name: string) => `现在就做：${name}`,
    },
  },
};

function about(seconds: number | null): string {
  if (seconds === null) return "";
  if (seconds < 90) return `，大约 ${Math.max(1, Math.round(seconds))} 秒`;
  return `，大约 ${Math.round(seconds / 60)} 分钟`;
}

export const place: typeof enPlace = {
  place: {
    title: "运行于",
    computer: "这台电脑",
    browser: "这个浏览器",
    unable:
      "浏览器只为用 https 打开的网页，或在这台电脑上用 http://localhost 打开的网页运行模型。现在由提供网页的电脑计算。",
    waiting: (before: number, seconds: number | null) =>
      `正在等待，${before === 0 ? "下一个就是您" : `前面还有 ${count(before)} 个`}${about(seconds)}。`,
    missing: (id: string, digest: string | null, used: string) =>
      `这个链接用的是模型“${id}”${digest === null ? "" : `（权重 ${digest}）`}，这里没有，现在显示的是 ${used}。`,
    toGet:
      "要得到它，请在提供本页的电脑上运行下面这一行，再重新载入网页；“shotglass models”会列出它认识的名字。如果是别人自己做的模型，请向对方要它的文件夹。",
    otherWeights: (name: string, there: string, here: string) =>
      `这个链接是用另一份 ${name} 的权重做的：那边是 ${there}，这里是 ${here}。数字可能不同。`,
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
    exact: "这就是模型自己的权重，每个 16 位，用 fp32 计算：末几位数字可能与服务器的不同。",
  },
};
