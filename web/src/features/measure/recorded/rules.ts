// The rules of the records in the words of a language, which come when a record is first shown.

import type { Language } from "../../../words";
import type { rules } from "./rules.en";

export type Rules = typeof rules;

export async function rulesOf(language: Language): Promise<Rules> {
  return language === "zh"
    ? (await import("./rules.zh")).rules
    : (await import("./rules.en")).rules;
}
