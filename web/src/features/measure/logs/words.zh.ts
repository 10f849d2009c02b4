// The words for logs of other programs, in Chinese; `*` stands around what stands out.

import type { TaskComparison } from "../../../core/api/api.gen";
import { levelText } from "../../../core/measurement/bounds";
import { count, percentDigits, shortPercent } from "../../../core/text/numbers";
import type { Written } from "../sentence/sentence";
import {
  differenceText,
  isShare,
  meanText,
  type LogFacts,
} from "../../../core/measurement/logComparison";
import type { logs as en } from "./words.en";

const pText = (p: number) => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);

function means(task: TaskComparison): string {
  const [first, second] = task.runs;
  const written = ({ right }: typeof first) =>
    isShare(task) ? shortPercent(right.value) : meanText(task, right);
  const what = task.kind === "right or wrong" ? "答对" : `的 ${task.metric} 是`;
  return `${second.model} ${what} *${written(second)}*，${first.model} ${what} *${written(first)}*`;
}

function single(task: TaskComparison, smallest: number): Written {
  const second = task.runs[1].model;
  const right = task.kind === "right or wrong";
  const main = {
    higher: right ? `${second} 答对得更多` : `${second} 得分更高`,
    lower: right ? `${second} 答对得更少` : `${second} 得分更低`,
    "none as large": `两者的差别不到 ${shortPercent(smallest)}`,
    "not enough": `${count(task.n)} 题还不足以说明哪个更好`,
  }[task.difference.answer];
  return { main: `${main}：${means(task)}。`, why: difference(task), small: small([task]) };
}

function difference(task: TaskComparison): string {
  const { difference } = task;
  const unit = isShare(task) ? " 个百分点" : "";
  return `逐题配对的差是 ${differenceText(task)}${unit}${levelText(difference)}，${pText(difference.holm)}：${count(difference.gained)} 题变好，${count(difference.lost)} 题变差。`;
}

function several(f: LogFacts): Written {
  const [first, second] = [f.first || "第一份", f.second || "第二份"];
  const sides = [
    ...(f.higher > 0 ? [`*${count(f.higher)} 项*更高`] : []),
    ...(f.lower > 0 ? [`*${count(f.lower)} 项*更低`] : []),
    ...(f.rest > 0 ? [`${count(f.rest)} 项分不出高低`] : []),
  ];
  const main = `${count(f.tasks.length)} 项任务中，${second} 和 ${first} 相比，${sides.join("，")}。`;
  const why = "每项任务都做精确的配对检验，再对所有任务做 Holm 校正。";
  return { main, why, small: small(f.tasks) };
}

function small(all: readonly TaskComparison[]): string {
  const sum = (of: (task: TaskComparison) => number) => all.reduce((n, task) => n + of(task), 0);
  const [task] = all;
  const alone = sum(({ runs }) => runs[0].only + runs[1].only);
  const unscored = sum(({ unscored }) => unscored);
  return [
    `n = ${count(sum(({ n }) => n))} 题，两边都有得分；方括号里是 95 % 区间，或按写明的置信度。`,
    ...(all.length === 1 && task != null && task.detectable !== null
      ? [power(task.detectable)]
      : []),
    ...(alone > 0 ? [`只在一份日志里的 ${count(alone)} 题没有计入。`] : []),
    ...(unscored > 0 ? [`没有这项得分的 ${count(unscored)} 题没有计入。`] : []),
    ...all.flatMap(({ runs }) =>
      runs.flatMap(({ model, status }) =>
        status === "" ? [] : [`${model} 的运行没有正常结束：${status}。`],
      ),
    ),
  ].join("");
}

const power = (detectable: number) =>
  detectable > 1
    ? "题太少，多大的差别都显不出来。"
    : `这么多题，${percentDigits(detectable)} 个百分点以上的差别才有望显出来。`;

export const logs: typeof en = {
  written: (f) => {
    const [task] = f.tasks;
    return f.tasks.length === 1 && task != null ? single(task, f.smallest) : several(f);
  },
  label: (f) =>
    `${f.second || "第二份"} 比 ${f.first || "第一份"} 高多少，以全部得分的跨度为 100 个百分点`,
  columns: {
    task: "任务",
    metric: "得分",
    n: "题数",
    interval: "区间",
    change: "差",
    p: "p（Holm）",
    gained: "变好",
    lost: "变差",
    shows: "能显出的差",
  },
  differ: (task, n) => `哪些题得分不同：${task}，${count(n)} 题`,
  differing: (n, of) =>
    n === of
      ? `${count(n)} 题得分不同`
      : `${count(of)} 题得分不同，这里是前 ${count(n)} 题；全部在终端里：shotglass compare-logs --json`,
  question: "问题",
  expected: "预期",
  says: (answer, score) => `${answer}（${score}）`,
  close: "回到测量",
  reading: "正在读日志 …",
  large: "这些文件加起来超过 17 MB。更大的请在终端里比较：shotglass compare-logs A B",
  many: "请选一个文件，或者选两份日志来比较。",
};
