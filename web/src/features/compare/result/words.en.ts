// The sentences of the page in English that are put together from a run.

import type { Outcome } from "../../../core/prompting/relabelling";
import type { Segment } from "../../../core/text/segment";
import { percent } from "../../../core/text/numbers";
import { examples, inWord } from "../../../words/common.en";
import type { Beside, Effect, Likeliest, Way } from "./effect";

/** The sentence above the glasses. `next`: a word that is likelier than the expected answer. */
export function verdict(v: Effect, next: Beside | null = null): Segment[] {
  switch (v.kind) {
    case "no-examples":
      if (!v.there)
        return [{ text: "There are no examples yet. Write some, and watch the glasses." }];
      if (v.label === null) return [{ text: "No example is in the prompt yet." }];
      return [
        { text: `With no example “${v.label}” has ` },
        { text: part(v.p), strong: true },
        { text: "." },
      ];
    case "no-answers":
      return [];
    case "nothing":
      return [
        { text: `With ${inWords(v.k)} none of the answers changes by more than 1 point` },
        { text: next === null ? "." : beside(next) },
      ];
    case "word":
      return [
        {
          text: `With ${inWords(v.k)} “${v.word}” goes from ${v.under ? under(v.from) : part(v.from)} to `,
        },
        { text: part(v.to), strong: true },
        {
          text:
            v.missed === null
              ? "; no answer changes by more than 1 point."
              : `; the expected “${v.missed.label}” has ${part(v.missed.p)}.`,
        },
      ];
    case "together":
      return [
        { text: `With ${inWords(v.k)} all answers together go from ${part(v.from)} to ` },
        { text: part(v.to), strong: true },
        { text: v.same ? stays(next) : next === null ? "." : beside(next) },
      ];
    case "goes":
      return [
        { text: `With ${inWords(v.k)} “${v.label}” goes from ${part(v.from)} to ` },
        { text: part(v.to), strong: true },
        { text: next === null ? "." : beside(next) },
      ];
  }
}

function beside({ word, p, missed }: Beside): string {
  const wrong = missed === null ? "" : `, not the expected “${missed}”`;
  return `; the likeliest next word is “${word}”: ${part(p)}${wrong}.`;
}

/** Of the lead among the answers, which no example changed. */
function stays(next: Beside | null): string {
  if (next === null) return "; which of them leads stays.";
  if (!next.answer || next.missed === null) return beside(next);
  return `; “${next.word}” still leads, not the expected “${next.missed}”.`;
}

/** The same where no answer is expected: of the likeliest next word. */
export function likeliestNow({ k, word, p }: Likeliest): Segment[] {
  return [
    { text: `With ${inWords(k)} the likeliest next word is “${word}”: ` },
    { text: part(p), strong: true },
    { text: "." },
  ];
}

/** And of that without examples. */
export function likeliestBefore({ word, p }: Likeliest): string {
  return `With no example it is “${word}”: ${part(p)}.`;
}

/** What the model says after examples whose labels were moved; nothing is praise. */
export function relabelled(outcome: Outcome): Segment[] {
  const { says, aloud, turn, way } = outcome;
  const still = turn === "unturned" || turn === "same";
  const verb = aloud ? "it says " : "of the answers it prefers ";
  const odds = still && way !== null ? ` as before, with ${shareNow(way)}` : "";
  return [
    { text: `${howMoved(outcome)}; ${verb}` },
    { text: says, strong: true },
    { text: `${odds}.` },
  ];
}

function howMoved({ kind, wrong, shown }: Outcome): string {
  if (kind === "flipped") return "The labels are flipped";
  return `${wrong} of the ${examples(shown)} shown ${wrong === 1 ? "has" : "have"} another label than before`;
}

/** Whether that is another answer than before. One question shows no habit of the model, so the sentence
 * says that it is one. */
export function turned({ kind, before, turn, way }: Outcome): string {
  const fall = way === null ? "" : `, which goes from ${part(way.from)} to ${part(way.to)}`;
  const was = `With the labels as they were it was “${before ?? ""}”${fall}`;
  switch (turn) {
    case null:
      return "";
    case "turned":
      return `${was}: on this one question the answer turned with the labels.`;
    case "unturned":
      return "On this one question the answer did not turn.";
    case "same":
      return kind === "flipped"
        ? `“${before}” is none of the labels that changed, so on this one question there is no other answer to turn to.`
        : "On this one question the answer did not change.";
    case "against":
      return `${was}: on this one question the answer changed, against the labels.`;
    case "changed":
      return `${was}: on this one question the answer changed.`;
  }
}

/** After a move of examples: the expected answer in the task's own order and in this one. */
export function reordered(label: string, { from, to }: Way): string {
  return `In the task’s own order “${label}” has ${part(from)}, in this one ${part(to)}.`;
}

function shareNow({ from, to }: Way): string {
  const same = part(from) === part(to);
  return same ? part(to) : `${part(to)} instead of ${part(from)}`;
}

function under(p: number): string {
  return p < 0.001 ? part(p) : `under ${part(p)}`;
}

function inWords(k: number): string {
  return `${inWord(k)} ${k === 0 || k === 1 ? "example" : "examples"}`;
}

/** Whole above ten percent, as in the picture. */
function part(p: number): string {
  const whole = p >= 0.0995 && p < 0.9995;
  return whole
    ? `${(100 * p).toFixed(0)}\u202f%`
    : percent(p).replace("<\u202f", "under ").replace(">\u202f", "over ");
}
