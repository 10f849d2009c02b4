// The words of a lesson's page by itself in Chinese: those that lessons and their figures have.

import { glasses } from "../../../features/compare/glasses/words.zh";
import { decode } from "../../../features/decode/words.zh";
import { train } from "../../../features/train/words.zh";
import sameWord from "../../../gallery/same-word/words.zh.json";
import { glossary } from "../../../ui/glossary/words.zh";
import { precision } from "../../../ui/model/words.zh";
import { parts } from "../../../ui/words.zh";
import { common, recorded } from "../../../words/common.zh";
import type { en } from "./words.en";

export const zh: typeof en = {
  ...common,
  ...glasses,
  ...decode,
  ...train,
  ...glossary,
  ...precision,
  ...parts,
  ...recorded,
  gallery: { "same-word": sameWord },
  server: {
    ...common.server,
    site: "这个网页没有服务器：这里显示的是录好的结果，或在你的浏览器里算出的结果。其余的都在你自己的 Shotglass 里：在源代码的检出目录中运行 make demo。",
  },
  page: {
    saved: (time, version) =>
      `存自 Shotglass${version === "unknown" ? "" : ` ${version}`}，${time}。`,
    elsewhere: "要打开它，请用你自己的 Shotglass：在源代码的检出目录中运行 make demo。",
  },
};
