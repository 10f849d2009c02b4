// The lessons and the topics of the note in its order; which are covered, and where each leads on.

import type { TermId } from "../../ui/glossary/glossary";
import opening from "../../gallery/opening.json";
import { write as compareQuery } from "../compare/address";
import { DEFAULTS, write as decodeQuery } from "../decode/address";
import { write as forwardQuery } from "../forward/address";
import { BEAM, type BeamSettings } from "../../core/decoding/settings";
import { promptFor, entryOf } from "../../core/gallery/gallery";
import { render, type Lane, type Prompt } from "../../core/prompting/render";
import { link } from "../../core/address/url";

export const LESSONS = ["autoregressive", "mask", "decoders", "beam", "shots", "gpt2"] as const;
export type LessonId = (typeof LESSONS)[number];

/** A topic is a lesson, a page of its own, or still to come. */
export type Topic = LessonId | "forward" | "shapes" | Coming;
export const COMING = [
  "pretraining",
  "block",
  "embeddings",
  "feedForward",
  "objective",
  "fineTuning",
  "mixture",
  "whyItWorks",
  "chainOfThought",
  "bert",
  "scaling",
] as const;
export type Coming = (typeof COMING)[number];

export const GROUPS = {
  background: ["pretraining", "autoregressive"],
  architecture: ["block", "mask", "embeddings", "feedForward"],
  generation: ["objective", "fineTuning", "decoders", "beam", "forward"],
  series: ["shapes", "mixture"],
  inContext: ["shots", "gpt2", "whyItWorks", "chainOfThought"],
  beyond: ["bert", "scaling"],
} as const satisfies Record<string, readonly Topic[]>;
export type Group = keyof typeof GROUPS;

export function isLesson(topic: Topic): topic is LessonId {
  return LESSONS.some((id) => id === topic);
}

export function lessonLink(id: LessonId): string {
  return link("lessons", new URLSearchParams({ lesson: id }));
}

/** Whose distribution lesson 3 draws: the opening task with two examples, which leaves a choice. */
export const DECODERS = { task: "same-word", set: "opposite", k: 2 } as const;
/** The one-step choices; greedy takes no random number. */
export const CHOICES = {
  greedy: { temperature: 0, top_k: 0, top_p: 1 },
  temperature: { temperature: 1.5, top_k: 0, top_p: 1 },
  top_k: { temperature: 1, top_k: 5, top_p: 1 },
  top_p: { temperature: 1, top_k: 0, top_p: 0.7 },
} as const;
export type Decoder = keyof typeof CHOICES;
export const CHOICE_SEED = 2;

/** A gallery task's first question with `k` examples of a set. Throws Error for no such task. */
export function laneOf(task: string, set: string, k: number): { prompt: Prompt; lane: Lane } {
  const entry = entryOf(task);
  const query = entry?.queries[0];
  if (entry === undefined || query === undefined) throw new Error(`There is no task ${task}.`);
  const shots = Array.from({ length: k }, (_, i) => i);
  const lane = { id: String(k), shot_set: k === 0 ? null : set, shots };
  return { prompt: promptFor(entry, query.input, set), lane };
}

export function textOf(task: string, set: string, k: number): string {
  const { prompt, lane } = laneOf(task, set, k);
  return render(prompt, lane).text;
}

/** What lesson 4 searches after, how wide and how far; recorded. */
export const BEAMS = opening.beam;

export function searchOf(width: number): BeamSettings {
  return { ...BEAM, width, n: 1, max_tokens: BEAMS.max_tokens };
}

/** Lesson 1's own, which is recorded. */
export const FIRST_SENTENCE = opening.sentence;

/** What a lesson's text names and the glossary explains. */
export const LESSON_TERMS: Record<LessonId, readonly TermId[]> = {
  autoregressive: ["nats"],
  mask: [],
  decoders: ["logit"],
  beam: [],
  shots: ["zeroShot", "oneShot", "fewShot", "form", "choice"],
  gpt2: ["zeroShot", "fewShot"],
};

/** The instrument in which a lesson goes on, in the state the lesson speaks of. */
export const TRY: Record<LessonId, string> = {
  autoregressive: link("decode", decodeQuery({ text: "The cat sat on the" })),
  mask: link("forward", forwardQuery({ causal: false, step: "weights", row: 0, column: 1 })),
  decoders: link(
    "decode",
    decodeQuery({
      text: textOf(DECODERS.task, DECODERS.set, DECODERS.k),
      settings: { ...DEFAULTS, temperature: 1.5, top_k: 0, top_p: 0.7 },
    }),
  ),
  beam: link("decode", decodeQuery({ text: BEAMS.text, beam: searchOf(3) })),
  shots: link("compare", compareQuery({ task: "same-word", set: "opposite", ask: "fast", k: 4 })),
  gpt2: link("compare", compareQuery({ task: "translation", set: "French", k: 4 })),
};
