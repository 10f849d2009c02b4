// The words of Chat in Chinese.

import { count } from "../../../core/text/numbers";
import type { chat as en } from "./words.en";

const tokens = (n: number) => `${count(n)} 个词元`;

export const chat: typeof en = {
  chat: {
    modes: { label: "怎样提示", text: "文本", chat: "对话", fill: "填空" },
    about:
      "您说一句，模型写另一方的回答。对话其实也是一段文本：由模型自带的模板写成，各轮之间是特殊词元。",
    examples: "或者试着问：",
    system: "系统提示",
    systemIs: (text: string) => `系统提示：${text}`,
    systemNone: "您没有写；模板可能会自己加一段",
    systemPlaceholder: "对整段对话都有效的要求，例如：只用一句话回答。",
    speaker: (n: number) => `第 ${n} 轮，谁在说`,
    content: (n: number, role: "user" | "assistant") =>
      `第 ${n} 轮，${role === "user" ? "用户" : "助手"}`,
    roles: { user: "用户", assistant: "助手" },
    placeholder: { user: "您要说的话", assistant: "假定模型这样回答过" },
    add: "加一轮",
    remove: "删除",
    removeTurn: (n: number) => `删除第 ${n} 轮`,
    yourTurn: "最后一轮是用户的话、而且不空，模型才会回答。",
    sentOf: (n: number, most: number) => `实际发送的内容：${tokens(n)}，上限 ${count(most)}`,
    sentLabel: "实际发给模型的内容，方框里是特殊词元",
    writing: "正在用模板写出对话……",
    ids: "显示词元编号",
    plain: "方框是模板写入的特殊词元；您自己输入的同名文字只是普通文字。",
    over: (n: number, most: number, length: number) =>
      `对话有 ${tokens(n)}，加上要写的 ${count(length)} 个，比可用的 ${count(most)} 个多出 ${count(n + length - most)} 个。请删去几轮，或减小长度。`,
    keep: "留下这个回答并继续对话",
    none: (name: string) => `${name} 不能对话。`,
    noneWhy:
      "它是基础模型：训练时学的是续写文本，不是对话，也没有自带的对话模板。另编一个模板，对它来说是从没见过的东西。",
    noneOther: "换成这个模型对话：",
    noneAny: "这里没有带对话模板的模型。这个有：",
    noneText: "改用文本",
    byServer:
      "模型在这个浏览器里运行。对话模板是一段代码，在服务器的沙箱里运行，所以消息要送到那里写成词元。",
    away: "没有服务器就不能对话：对话模板在服务器的沙箱里运行。文本模式可以用。",
    onwards: "把最后一条消息带到",
  },
};
