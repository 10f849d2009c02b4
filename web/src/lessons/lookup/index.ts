// Drafts from the context, checked in one run: what they save on five kinds of text.

import { link } from "../../core/address/url";
import type { LessonFile } from "../../features/lessons/lessons";
import { DEFAULTS, write } from "../../features/prompt/address";
import type { Stock } from "../../ui/figures/stock/stock";

/** What its figure draws of the result, besides a passage that is copied just now. */
export const DRAWN: readonly Stock[] = [
  { id: "gain", kind: "dots", series: ["gain"] },
  { id: "ms", kind: "dots", series: ["ms-plain", "ms-drafted"] },
];

/** A text that stands there once, and again as far as its first words. */
export const PASSAGE =
  "A man went to the river to fish. He caught nothing all day.\n\nThe same text again:\n\nA man went";

export default {
  order: 29.2,
  group: "open",
  title: { en: "Several tokens at a time", zh: "一次写几个词元" },
  formula: [],
  slips: [],
  sources: ["leviathan", "saxena"],
  opens: link(
    "prompt",
    write({ mode: "text", text: PASSAGE, settings: { ...DEFAULTS, temperature: 0 } }),
  ),
} satisfies LessonFile;
