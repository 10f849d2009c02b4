// The words of Shapes, in Chinese.

import type { shapes as en } from "../en/shapes";

export const shapes: typeof en = {
  shapes: {
    documentTitle: "形状 · Shotglass",
    title: "有多大，逐个数清",
    about: "每个参数量都由形状算出，旁边是论文公布的数字。",
  },
};
