// Lessons' state in the address: which lesson, and the text or the numbers that its figure stands on.

import { IDS } from "./lessons";
import { isOwn } from "./own/own.svelte";
import { choice } from "../../../../core/address/url";

export interface LessonsState {
  lesson: string; // its id
  text: string | null; // null: the lesson's own
  values?: readonly number[] | null; // that a person gave its figure; null for the figure's own
}

export const MOST_TEXT = 400; // characters

export const MOST_VALUES = 24;

/** Lessons that became part of another: their links lead there. */
const FOLDED: Record<string, string> = { bands: "scaling" };

export function write({ lesson, text, values = null }: LessonsState): URLSearchParams {
  const query = new URLSearchParams();
  query.set("lesson", lesson);
  if (text !== null) query.set("text", text);
  if (values !== null) query.set("values", values.join(","));
  return query;
}

/** Throws Error for a lesson that is none, a text that is too long and values that are no numbers. */
export function read(query: URLSearchParams): Partial<LessonsState> {
  const state: Partial<LessonsState> = {};
  const named = query.get("lesson") ?? "";
  const lesson = FOLDED[named] ?? (isOwn(named) ? named : choice(query, "lesson", IDS));
  if (lesson !== null) state.lesson = lesson;
  const text = query.get("text");
  if (text !== null && text.length > MOST_TEXT)
    throw new Error(`text is ${text.length} characters`);
  if (text !== null) state.text = text;
  const values = query.get("values");
  if (values !== null) state.values = numbers(values);
  return state;
}

function numbers(text: string): number[] {
  const values = text.split(",");
  if (
    values.length > MOST_VALUES ||
    !values.every((value) => /^-?\d{1,9}(\.\d{1,9})?$/.test(value))
  )
    throw new Error(`values=${text} is no list of at most ${MOST_VALUES} numbers`);
  return values.map(Number);
}
