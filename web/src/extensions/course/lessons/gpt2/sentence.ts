// A sentence to be put into French in GPT-2's format, behind some example pairs.

import type { Lane, Prompt } from "../../../../core/prompting/render";
import { laneOf } from "../../views/lessons/galleryLane";

const [TASK, SET] = ["translation", "French"];

export const PAIRS = [0, 1, 4] as const; // recorded

/** What is asked at first; recorded. */
export const FIRST = laneOf(TASK, SET, 0).prompt.query.input;

export function laneFor(sentence: string, pairs: number): { prompt: Prompt; lane: Lane } {
  const { prompt, lane } = laneOf(TASK, SET, pairs);
  return sentence === FIRST
    ? { prompt, lane }
    : { prompt: { ...prompt, query: { input: sentence } }, lane };
}
