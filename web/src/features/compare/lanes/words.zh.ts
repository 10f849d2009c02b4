// The words of the second model on Compare's axis, in Chinese.

import type { second as en } from "./words.en";

export const second: typeof en = {
  second: {
    add: "＋ 第二个模型",
    addHelp: "把同样的提示交给另一个模型，画在同一条数轴上",
    title: "数轴上的第二个模型",
    model: "第二个模型",
    choose: "选择一个模型",
    remove: "去掉",
    ask: (name: string) => `运行 ${name}`,
    asking: (name: string) => `正在问 ${name}……`,
    again: "再试一次",
    drawn: (first: string, name: string) =>
      `每一行里，上面是 ${first}，下面的空心六边形是 ${name}。两个模型读到的文字相同，各自切分成自己的词元。`,
    onComputer: (name: string) => `${name} 在提供网页的电脑上计算。`,
    recorded: (first: string, name: string) =>
      `${first} 显示的是录制的结果，${name} 是现在的回答。`,
    noServer:
      "第二个模型没有录制的结果，只能现场运行，而服务器现在连不上。请用“shotglass serve”启动服务器，再重新载入网页。",
    noOther: "服务器上没有别的可以续写文字的模型。请在“模型”页或用“shotglass import”导入一个。",
    same: (name: string) => `${name} 就是正在使用的模型，请另选一个。`,
    gone: (id: string) => `这台服务器上没有模型“${id}”，请另选一个。`,
    label: (label: string, first: string, name: string) =>
      `${label}；每一行上面是 ${first}，下面是 ${name}`,
    of: (name: string, what: string) => `${name}：${what}`,
    spoken: (name: string, sentences: string) => `${name}：${sentences}`,
  },
};
