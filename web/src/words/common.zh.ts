// What stands on every view, in Chinese.

import type { common as en } from "./common.en";

export const common: typeof en = {
  lang: "zh-Hans",
  name: "Shotglass",
  views: {
    prompt: "提示",
    compare: "对比",
    inside: "内部",
    decode: "解码",
    train: "训练",
    models: "模型",
    lessons: "课程",
    forward: "手算前向传播",
    shapes: "形状",
    note: "笔记原文",
  },
  mainNavigation: "页面",
  language: "语言",
  skip: "跳到正文",
  theme: { toDark: "深色", toLight: "浅色", title: "换一套颜色" },
  model: "模型",
  list: (items: readonly string[]) => items.join("、"),
  quote: (text: string) => `“${text}”`,
  opening: "正在打开……",
  notFetched: "这一页没能取到：服务器没有回应。请启动服务器，再刷新本页。",

  server: {
    connecting: "正在寻找服务器……",
    locked: "这台服务器需要密钥。请用服务器启动时打印的网址（末尾带 ?token=…）打开本页。",
    loading: (name: string) => `正在载入 ${name}，只需几秒，只载入一次。`,
    loadingAny: "正在载入模型，只需几秒，只载入一次。",
    none: "还没有安装模型。",
    noneHelp: "请在命令行安装一个，然后刷新本页：",
    noneCommand: "shotglass import smollm2-135m",
    failed: (name: string) => `${name} 无法载入。`,
    unreachable: "服务器没有回应，可能已经停止。请重新启动它，再按“运行”。",
    streamEnded: "数据流中途断了。请再试一次。",
    queueFull: "服务器正忙于别的运行，请稍后再试。",
  },
};
