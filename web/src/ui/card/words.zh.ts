// The words of a token’s card in Chinese.

import { count } from "../../core/text/numbers";
import type * as en from "./words.en";

export const card: typeof en.card = {
  title: "这里还可能是什么",
  close: "关闭",
  drawn: "抽中",
  likeliest: "最可能",
  everythingElse: "其余全部",
  elseTokens: (n: number) => `（${count(n)} 个词元）`,
  more: (n: number) => `再显示 ${n} 个`,
  from: (token: string) => `改从“${token}”接着写`,
  hint: "选另一个词元，从它接着写。",
  noModel: "要从另一个词元接着写，得先有就绪的模型。",
  block: {
    part: "半个字符",
    special: "不是文字",
    unfinished: "前面的文字停在半个字符或停止符里，接不上别的词元。",
  },
};
