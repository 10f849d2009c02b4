// 打开以文件保存的运行时所用的文字。

import type { Changes } from "../../core/api/api";
import type { RunFault } from "../../core/runFile/form";
import type { Expected, Instead, Misshapen } from "../../core/runFile/shape";
import { bytes, count } from "../../core/text/numbers";
import { outcome, uncompared } from "../../words/repeated.zh";
import type { openedRun as english } from "./words.en";

const MOST = "5 MB";

function expected(request: Expected): string {
  const { kind } = request;
  if (kind === "text") return `不超过 ${request.most} 个字符的文本`;
  if (kind === "example") return `形如 ${request.text} 的文本`;
  if (kind === "number" || kind === "whole") {
    const name = kind === "whole" ? "整数" : "数";
    const { min, max, above } = request;
    return above ? `大于 ${min}、不超过 ${max} 的${name}` : `从 ${min} 到 ${max} 的${name}`;
  }
  if (kind === "list") {
    return request.min === 0
      ? `最多 ${request.max} 项的列表`
      : `有 ${request.min} 到 ${request.max} 项的列表`;
  }
  if (kind === "object") return request.most === null ? "对象" : `最多 ${request.most} 个键的对象`;
  if (kind === "choice") return `${request.of.join("、")} 之一`;
  if (kind === "constant") return request.value;
  if (kind === "bytes") return `${request.bytes} 字节的 base64`;
  if (kind === "record") return "前后一致的记录";
  if (kind === "shape") return "与词元和注意力头相符的形状";
  if (kind === "flag") return "true 或 false";
  if (kind === "null") return " null";
  if (kind === "address") return "这一页面的地址";
  if (kind === "change") return "可以做的改动";
  if (kind === "prompt") return "可以提问的提示";
  if (kind === "question") return "与问题和前文一致的内容";
  if (kind === "taken") return "地址里的词元";
  return kind === "no key" ? "没有这个键" : "没有第二个 start";
}

function instead(value: Instead): string {
  if (value.kind === "missing") return "这里缺了";
  if (value.kind === "value") return `却是 ${value.value}`;
  return value.kind === "list" ? "却是列表" : "却是对象";
}

function faultSentence(fault: Misshapen): string {
  const place = fault.place === "" ? "整个文件" : fault.place;
  const all = fault.expected.map(expected).join("或");
  return `${place}：应为${all}，${instead(fault.instead)}`;
}

function change(made: Changes[number]): string {
  const where = made.point ?? (made.layer == null ? "所有层" : `第 ${made.layer} 层`);
  if (made.kind === "head") return `关闭注意力头 ${made.layer}.${made.head}`;
  if (made.kind === "attention") return `${where}不再看词元 ${made.to.join("、")}`;
  if (made.kind === "patch") return `${where}替换词元 ${made.token} 的状态`;
  return `${where}加上 ${made.scale} 倍的一个向量`;
}

export const fault: (typeof english)["fault"] = (name: string, fault: RunFault) => {
  if (fault.kind === "empty") return "这里还没有可以保存的运行：请先运行。";
  if (fault.kind === "page") return "没有保存页面：没能从服务器取到它。可以把这次运行存成文件。";
  if (fault.kind === "size") {
    return `没有打开 ${name}：它有 ${bytes(fault.bytes)}，一次运行最多 ${MOST}。`;
  }
  if (fault.kind === "json") return `没有打开 ${name}：它不是 JSON，而运行是 JSON。`;
  if (fault.kind === "repeated") {
    return `没有打开 ${name}：键 ${JSON.stringify(fault.key)} 写了两次。`;
  }
  if (fault.kind === "newer") {
    return `没有打开 ${name}：它的格式是第 ${fault.form} 版，要用更新的 Shotglass 才能读。`;
  }
  if (fault.kind === "view") {
    return `没有打开 ${name}：这是“${fault.view}”页面保存的运行，而这里没有这个页面。`;
  }
  return `没有打开 ${name}：它不是一次运行。${faultSentence(fault.fault)}。`;
};

export const shown: (typeof english)["shown"] = (
  name: string,
  models: string,
  time: string,
  version: string,
) =>
  `${name}，以前记录的结果：${[models, time].filter((part) => part !== "").join("，")}，Shotglass ${version}。`;

export const weights: (typeof english)["weights"] = (
  name: string,
  digest: string | null,
  precision: string,
) => `${name}（权重 ${digest ?? "未知"}，${precision}）`;

export const changed: (typeof english)["changed"] = (changes: Changes) =>
  `改动了模型内部：${changes.map(change).join("；")}。`;

export const openedRun: typeof english = {
  fault,
  tooLarge: (size: number) => `没有保存：这次运行有 ${bytes(size)}，文件最多 ${MOST}。`,
  shown,
  weights,
  gone: (models: string) => `这里没有 ${models}。可以查看这次运行，不能重新运行。`,
  changed,
  again: "重新运行",
  running: "正在重新运行……",
  close: "关闭这次运行",
  outcome,
  uncompared,
  other: (
    model: string | null,
    examples: number | null,
    column: number,
    sample: number,
    token: number,
  ) => {
    const place = examples === null ? `第 ${column} 栏里` : `有 ${count(examples)} 个例子时`;
    const where = model === null ? place : `${model} ${place}`;
    return `不相同：${where}，样本 ${sample} 从第 ${count(token)} 个词元起不同。`;
  },
  failed: (detail: string) => `无法重新运行。${detail}`,
  because: {
    digest: (model: string, then: string, now: string) =>
      `这不是当时的模型：${model} 的权重当时是 ${then}，现在是 ${now}。`,
    precision: (model: string, then: string, now: string) =>
      `${model} 的精度不同：当时是 ${then}，现在是 ${now}。`,
    fingerprint: (model: string) =>
      `${model} 的指纹不同：文件、处理器、运行时或线程数变了，指纹就会不同。`,
    where: "计算的地方变了：浏览器和服务器的舍入不同。",
    unknown:
      "原因不明：就所知而言，权重、精度、计算的地方都没有变；可能是程序版本、线程数或处理器不同。",
  },
};
