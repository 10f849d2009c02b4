// The words of A forward pass by hand, in Chinese.

import type { forward as en } from "../en/forward";

export const forward: typeof en = {
  forward: {
    documentTitle: "手算前向传播 · Shotglass",
    title: "手算一个注意力头",
    about: "四个词元，每个四个数：打分、缩放、掩码、softmax、加权和。每个数都可以改。",
  },
};
