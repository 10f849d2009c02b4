// Texts with the glossary's terms found in them, each where it stands first, and what they mean.

import type { Language, Words } from "../../words";
import type { meanings } from "./meanings.en";

export type Glossary = Words["glossary"];
export type TermId = keyof Glossary;
export type Meanings = typeof meanings;

/** Words that mean other things too, and those of one view. */
const IN_CONTEXT: readonly string[] = [
  ...["form", "share", "weights", "n", "correction", "noVerdict", "tooFew", "taskLearned"],
  ...["formLearned", "house", "evenSplit"],
];

/** Those that mean one thing wherever they stand. */
export function alwaysTerms(glossary: Glossary): TermId[] {
  return (Object.keys(glossary) as TermId[]).filter((id) => !IN_CONTEXT.includes(id));
}

/** Every term's meaning; fetched, so that a page on which nobody asks does without. */
export async function meaningsOf(language: Language): Promise<Meanings> {
  return language === "zh"
    ? (await import("./meanings.zh")).meanings
    : (await import("./meanings.en")).meanings;
}

export interface Glossed {
  text: string;
  term: TermId | null;
}

/** Each paragraph in pieces; a term is marked once, in the first paragraph that holds it. */
export function glossed(
  paragraphs: readonly string[],
  terms: readonly TermId[],
  glossary: Glossary,
): Glossed[][] {
  const left = new Set(terms);
  return paragraphs.map((text) => {
    const result = [...left].flatMap((term) => {
      const place = placeOf(text, glossary[term]);
      return place === null ? [] : [{ term, ...place }];
    });
    return cut(text, result, left);
  });
}

interface Place {
  at: number;
  length: number;
}

/** The first place of the first form that is there; letters of the Latin script as whole words. */
function placeOf(text: string, forms: readonly string[]): Place | null {
  for (const form of forms) {
    const whole = /^[a-z]/.test(form) ? `(?<![\\p{L}-])${form}(?![\\p{L}-])` : form;
    const match = new RegExp(whole, "iu").exec(text);
    if (match !== null) return { at: match.index, length: match[0].length };
  }
  return null;
}

function cut(
  text: string,
  result: readonly (Place & { term: TermId })[],
  left: Set<TermId>,
): Glossed[] {
  const pieces: Glossed[] = [];
  let end = 0;
  for (const { term, at, length } of [...result].sort((a, b) => a.at - b.at)) {
    if (at < end) continue;
    if (at > end) pieces.push({ text: text.slice(end, at), term: null });
    pieces.push({ text: text.slice(at, at + length), term });
    end = at + length;
    left.delete(term);
  }
  if (end < text.length) pieces.push({ text: text.slice(end), term: null });
  return pieces;
}
