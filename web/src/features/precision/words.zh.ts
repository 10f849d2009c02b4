// Exact or fast, in Chinese.

import { count, percentagePoints } from "../../core/text/numbers";
import type { Computed, Numbers } from "../../core/models/precision";
import type { precision as en } from "./words.en";

const NAMES: Record<Computed, string> = {
  fp32: "精确",
  int8: "8 位",
  fp16: "16 位（显卡）",
  web: "16 位权重",
};

function sentence({ as, off }: Numbers): string {
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

export const precision: typeof en = {
  precision: {
    label: "精度",
    choices: { fp32: "精确（fp32）", int8: "快速（8 位）" },
    house: "精确（16 位权重）",
    houseHelp: "这个模型自己的权重就存为 16 位数，所有运算都用 fp32：没有更快的副本可选。",
    gpu: "16 位（显卡）",
    browser: {
      fp32: "模型自己的 16 位权重",
      int8: "8 位，在这个浏览器里",
      fp16: "16 位，在这个浏览器里",
      web: "16 位权重，在这个浏览器里",
    },
    chip: { fp32: "精确", int8: "8 位", fp16: "16 位", web: "16 位权重" },
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
      none: "没有任何舍入。",
      same: "与精确的是同一个计算图。",
      roughly: (size: string) => `约 ${size}`,
      notMade: "还没有做",
      made: "已做好",
      makeOf: (name: string) => `现在就做：${name}`,
    },
  },
};
