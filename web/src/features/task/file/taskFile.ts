// A task as a file: the prompt object as JSON, one that any of the API's callers can send too.

import { parsePrompt, PromptError, type Prompt } from "../../../core/prompting/render";

export const MOST_BYTES = 256_000;

/** Why a file is no task, for the page to say it in its words. */
export type TaskFault =
  | { kind: "size"; bytes: number }
  | { kind: "json"; detail: string }
  | { kind: "prompt"; detail: string; at: string };

export function taskJson(prompt: Prompt): string {
  return `${JSON.stringify(prompt, null, 2)}\n`;
}

/** `word-opposites.json`, from what the task calls itself. */
export function taskFileName(prompt: Prompt): string {
  const name = (prompt.id ?? "").replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "");
  return `${name === "" ? "task" : name.slice(0, 80)}.json`;
}

/** The task in the text of a file, or what is wrong with it and where. */
export function readTask(text: string): Prompt | TaskFault {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: "json", detail: error instanceof Error ? error.message : "" };
  }
  try {
    return parsePrompt(value);
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    const at = error.pointer.replace(/^\/prompt/, "") || "/";
    return { kind: "prompt", detail: error.message, at };
  }
}

export function isFault(read: Prompt | TaskFault): read is TaskFault {
  return "kind" in read;
}
