// The interface's words in the language asked for. English comes with the page; another language is
// fetched when it is first chosen.

import { en, type Words } from "./en";

export type { Words } from "./en";
export type { Segment } from "../core/text/segment";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

export const fallback: Words = en;

export async function wordsOf(language: Language): Promise<Words> {
  return language === "zh" ? (await import("./zh")).zh : en;
}
