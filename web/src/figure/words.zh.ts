// The words of every figure in Chinese.

import { changed, fault, shown, weights } from "../app/run/words.zh";
import { figure } from "../ui/words.zh";
import { chip, sentence } from "../ui/model/words.zh";
import { list } from "../words/common.zh";
import { titleOf } from "../core/address/views";
import type { FigureWords } from "./words.en";

export const zh: FigureWords = {
  openedRun: { changed, fault, shown, weights },
  figure,
  list,
  name: "Shotglass",
  precision: { chip, sentence },
  viewTitle: (view: string) => titleOf(view, "zh"),
  figures: {
    lang: "zh-Hans",
    opening: "正在读取这次运行……",
    inline: "本页里的运行",
    notFetched: (name) => `没能取到 ${name}。`,
    noRun: "这里没有运行：既没有给地址，页面里也没有。",
    lesson: "课程的状态只有 Shotglass 自己能显示，这里的图显示不了。",
    prompt: "提示",
    absent: (layer) => `文件里没有第 ${layer} 层的注意力。`,
    recorded: "这是记录，在这里不能接着写。",
    shaded: "底色越深，模型越觉得意外；点一个词元，看这里还可能是什么。",
    at: (token) => `只记录了 ${token} 处的结果。`,
  },
};
