// Lessons' state in the address: which lesson, and the text that its figure stands on.

import { IDS } from "./lessons";
import { choice } from "../../core/address/url";

export interface LessonsState {
  lesson: string; // its id
  text: string | null; // null: the lesson's own
}

export const MOST_TEXT = 400; // characters

export function write({ lesson, text }: LessonsState): URLSearchParams {
  const query = new URLSearchParams();
  query.set("lesson", lesson);
  if (text !== null) query.set("text", text);
  return query;
}

/** Throws Error for a lesson that is none and a text that is too long. */
export function read(query: URLSearchParams): Partial<LessonsState> {
  const state: Partial<LessonsState> = {};
  const lesson = choice(query, "lesson", IDS);
  if (lesson !== null) state.lesson = lesson;
  const text = query.get("text");
  if (text !== null && text.length > MOST_TEXT)
    throw new Error(`text is ${text.length} characters`);
  if (text !== null) state.text = text;
  return state;
}
