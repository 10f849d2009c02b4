// The interface's words in the language asked for.

import { en, type Words } from "./en";

export type { Words } from "./en";
export type { Segment } from "./en.sentences";

const LANGUAGES: Record<string, Words> = { en };

export function wordsOf(language: string): Words {
  return LANGUAGES[language] ?? en;
}
