// What stands on every view, in Chinese.

import type {
  common as commonEn,
  problems as problemsEn,
  recorded as recordedEn,
} from "./common.en";
import type { TaskWords } from "../core/gallery/taskWords";
import { EMPTY_QUESTION } from "../core/prompting/parts";

export function examples(k: number): string {
  return k === 0 ? "没有例子" : `${k} 个例子`;
}

export const list: (typeof commonEn)["list"] = (items) => items.join("、");

export const common: typeof commonEn = {
  lang: "zh-Hans",
  name: "Shotglass",
  mainNavigation: "页面",
  language: "语言",
  skip: "跳到正文",
  theme: { toDark: "深色", toLight: "浅色", title: "换一套颜色" },
  copyLink: {
    copy: "复制链接",
    copied: "已复制",
    notCopied: "未能复制",
    title: "复制当前内容的地址，包括模型和精度",
    tooLong: "内容太长，放不进链接：请把任务存成文件",
  },
  runFile: {
    name: "以文件保存或打开",
    save: "保存这次运行",
    savePage: "存成网页",
    open: "打开一次运行……",
    help: "也可以把 .shotglass 文件拖到页面上，或粘贴进来。",
    pick: "以 .shotglass 结尾的文件",
  },
  model: "模型",
  menu: "菜单",
  samePrompt: (k: number, shown: string | null) =>
    `同一个提示：${examples(k)}${shown === null || k === 0 ? "" : `（${shown}）`}`,
  shownBy: ({ title, differIn }: Pick<TaskWords, "title" | "differIn">, set: string) =>
    differIn === "例子的种类" ? set : `${title}，${set}`,
  aboutModel: "关于这个模型",
  allModels: "全部模型与训练记录",
  list,
  quote: (text: string) => `“${text}”`,
  opening: "正在打开……",
  notFetched: "这一页没能取到：服务器没有回应。请启动服务器，再刷新本页。",

  server: {
    connecting: "正在寻找服务器……",
    site: "这个站点没有服务器：这里显示的是录好的结果，菜单里的小模型在你的浏览器里作答。其余的都在你自己的 Shotglass 里：在源代码的检出目录中运行 make demo。",
    locked:
      "这台服务器需要密钥。请在这里输入，或用服务器启动时打印的网址（末尾带 ?token=…）打开本页。",
    key: "密钥",
    sendKey: "打开",
    noKey: "这不是这台服务器的密钥，或者不完整。",
    loading: (name: string) => `正在载入 ${name}，只需几秒，只载入一次。`,
    loadingAny: "正在载入模型，只需几秒，只载入一次。",
    none: "还没有安装模型。",
    noneHelp: "请在命令行安装一个，然后刷新本页：",
    noneCommand: "shotglass import smollm2-135m",
    failed: (name: string) => `${name} 无法载入。`,
    unreachable: "服务器没有回应，可能已经停止。请重新启动它，再试一次。",
    streamEnded: "数据流中途断了。请再试一次。",
    queueFull: "服务器正忙于别的运行，请稍后再试。",
  },
};

// What went wrong, in Chinese: what the code says, and behind it the server's own sentence.

/** The codes of extensions, which every view can show. */
const OF_EXTENSIONS = import.meta.glob<Record<string, string>>("../extensions/*/codes.zh.json", {
  eager: true,
  import: "default",
});

const CODES: Record<string, string> = {
  internal_error: "服务器内部出了错。",
  invalid_parameter: "请求里有一个值不能用。",
  invalid_json: "请求不是有效的 JSON。",
  unknown_parameter: "请求里有一个未知的字段。",
  context_length_exceeded:
    "文字太长，放不进模型的上下文；请缩短它，例如去掉几个例子，或减小要写的长度。",
  label_conflict:
    "有两个答案无法区分：一个是另一个的开头。请改掉其中一个，或在每个答案末尾加同一个符号，例如句号。",
  forbidden_origin: "请求来自别的网站，已被拒绝。",
  not_found: "没有这样的东西。",
  model_not_found: "没有安装这个模型。",
  wrong_task: "这个模型做不了这件事。",
  body_too_large: "请求太大。",
  unsupported_media_type: "请求必须是 JSON。",
  host_not_allowed: "服务器不接受这个主机名。",
  queue_full: "服务器正忙，队列已满。请稍后再试。",
  non_finite_logits: "模型算出了不是数的值。",
  loading: "模型还没有准备好。",
  model_folder_invalid: "模型的文件有问题。",
  import_failed: "这个模型无法导入。",
  export_failed: "这个模型不能这样导出。",
  graph_not_made: "这份副本还没有做。",
  export_not_found: "这个导出已经不在了，请重新做一次。",
  draining: "服务器正在关闭。",
  missing_extra: "缺少一个软件包。",
  device_unfit: "这个设备不能用。",
  not_writable: "这里不能写入。",
  name_taken: "这个名称已经有了，请换一个。",
  content_not_found: "文件夹里没有这个内容。",
  ...Object.assign({}, ...Object.values(OF_EXTENSIONS)),
};

const FIELDS: [RegExp, string][] = [
  [
    /^\/prompt\/query\/input/,
    "问题以空格结尾，提示也就以空格结尾，模型读不好。请去掉空格，或在模板的 {input} 后面加上文字。",
  ],
  [/^\/prompt\/template/, "模板写得不对。"],
  [/^\/prompt\/shot_sets/, "有一个例子写得不对。"],
  [/^\/prompt\/labels/, "有一个答案写得不对：每行一个，不能为空，也不能重复。"],
];

export const problems: typeof problemsEn = {
  problem: (code: string, detail: string) => joined(CODES[code], detail),
  fault: (pointer: string, detail: string) =>
    pointer === EMPTY_QUESTION
      ? "问题是空的。请写下要让模型回答什么。"
      : joined(FIELDS.find(([field]) => field.test(pointer))?.[1], detail),
};

function joined(known: string | undefined, detail: string): string {
  return known === undefined ? detail : `${known}${detail === "" ? "" : `（${detail}）`}`;
}

// Recorded runs, in Chinese.

export const recorded: typeof recordedEn = {
  recorded: {
    model: (name: string) => `${name}（录制）`,
    run: (date: string, digest: string, name: string) => `录制于 ${date} · ${digest} · ${name}`,
    on: (date: string) => `录制于 ${date}`,
    partly: (live: string, n: number, of: number, date: string) =>
      `${live}${of} 个提示中 ${n} 个录制于 ${date}。`,
    digestHelp: (digest: string, precision: string, engine: string) =>
      `sha256 ${digest}，${precision}，${engine}`,
    lane: "录制",
    spoken: "以下为录制结果。",
    missingNow: "录制的结果里没有这一项，等模型就绪后会自动运行。",
  },
};
