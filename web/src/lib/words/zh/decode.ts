// The words of Decode, in Chinese.

import type { decode as en } from "../en/decode";

export const decode: typeof en = {
  decode: {
    documentTitle: "解码 · Shotglass",
    title: "一个词元是怎样从整个分布里选出来的",
    about: "温度、top-k、top-p 一步步收窄模型的下一词元分布，最后由一个随机数选定词元。",
  },
};
