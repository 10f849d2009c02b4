// Drafts from the context, checked in one run: what they save on five kinds of text.

import { link } from "../../core/address/url";
import type { LessonFile } from "../../features/lessons/lessons";
import { DEFAULTS, write } from "../../features/prompt/address";

export default {
  order: 29.2,
  group: "open",
  title: { en: "Several tokens at a time", zh: "一次写几个词元" },
  formula: [],
  slips: [],
  opens: link(
    "prompt",
    write({
      mode: "text",
      text: "A man went to the river to fish. He caught nothing all day.\n\nThe same text again:\n\nA man went",
      settings: { ...DEFAULTS, temperature: 0 },
    }),
  ),
  stock: [
    { id: "gain", kind: "dots", series: ["gain"] },
    { id: "ms", kind: "dots", series: ["ms-plain", "ms-drafted"] },
  ],
} satisfies LessonFile;
