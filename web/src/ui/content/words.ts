// The words of a folder of one's own. They are fetched with what shows it, since few servers have one.

import type { Language } from "../../words";
import { folder as en } from "./words.en";
import { folder as zh } from "./words.zh";

export function folderWords(language: Language): typeof en {
  return language === "zh" ? zh : en;
}
