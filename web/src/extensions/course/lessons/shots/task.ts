// The opening task, of which the lesson draws the answers; its question and answers can be others.

import { laneOf } from "../../views/lessons/galleryLane";
import type { Lane, Prompt } from "../../../../core/prompting/render";

export const TASK = "same-word";
export const SET = "opposite";
export const RIGHT = " slow"; // the expected answer of that task and set

/** What is asked after the examples, and the answers that are looked for, the right one first. */
export interface Question {
  input: string;
  answers: string[]; // as they would follow the prompt
}

/** The opening task's own, and as a person would write it; recorded. */
export const OPENING: Question = {
  input: "fast",
  answers: [RIGHT, " faster", " fastest", " FAST"],
};
export const FIRST = `${OPENING.input}:${OPENING.answers.join()}`;
const MOST = 6; // answers, each with a colour of its own

/** `fast: slow, faster`; null where there is no question or no answer. */
export function questionOf(text: string): Question | null {
  const [, input = "", list = ""] = /^([^:：]+)[:：](.*)$/s.exec(text) ?? [];
  const answers = list.split(/[,，、]/).flatMap((answer) => answer.trim() || []);
  const different = [...new Set(answers)].map((answer) => ` ${answer}`);
  if (input.trim() === "" || different.length === 0) return null;
  return { input: input.trim(), answers: different.slice(0, MOST) };
}

/** The task's prompt with `k` examples and this question. */
export function laneFor({ input, answers }: Question, k: number): { prompt: Prompt; lane: Lane } {
  const { prompt, lane } = laneOf(TASK, SET, k);
  const labels = answers.map((text) => ({ text }));
  return { prompt: { ...prompt, query: { input, expected: answers[0] ?? "" }, labels }, lane };
}
