// The words of the views beside the lessons, which no lesson needs.

import { forward as forwardEn } from "./forward/words.en";
import { forward as forwardZh } from "./forward/words.zh";
import { shapes as shapesEn } from "./shapes/words.en";
import { shapes as shapesZh } from "./shapes/words.zh";

export const WORDS = {
  en: { ...forwardEn, ...shapesEn },
  zh: { ...forwardZh, ...shapesZh },
};

export type PageWords = (typeof WORDS)["en"];
