// Edits of a prompt object, each a new object. Answers keep the leading space that they own.

import type { Prompt, Shot } from "./render";

export const MOST_SHOTS = 16;

/**
 * The blank every output and label begins with, or none where they do not agree; where there are
 * none yet, as the template asks.
 */
export function lead(prompt: Prompt): string {
  const texts = [
    ...Object.values(prompt.shot_sets).flatMap((shots) => shots.map((shot) => shot.output)),
    ...prompt.labels.map((label) => label.text),
  ].filter((text) => text !== "");
  if (texts.length === 0) return spaceWanted(prompt, "{output}") ? " " : "";
  return texts.every((text) => text.startsWith(" ")) ? " " : "";
}

/** An answer as people read and type it: without the blank it owns. */
export function bare(prompt: Prompt, text: string): string {
  const blank = lead(prompt);
  return blank !== "" && text.startsWith(blank) ? text.slice(blank.length) : text;
}

/** What was typed, as the prompt holds it. */
export function owned(prompt: Prompt, typed: string): string {
  return typed === "" ? "" : lead(prompt) + typed;
}

export function withShots(prompt: Prompt, set: string, shots: readonly Shot[]): Prompt {
  return { ...prompt, shot_sets: { ...prompt.shot_sets, [set]: [...shots] } };
}

export function shotsOf(prompt: Prompt, set: string): readonly Shot[] {
  return prompt.shot_sets[set] ?? [];
}

export function editShot(prompt: Prompt, set: string, at: number, edit: Partial<Shot>): Prompt {
  const shots = shotsOf(prompt, set).map((shot, i) => (i === at ? { ...shot, ...edit } : shot));
  return withShots(prompt, set, shots);
}

export function addShot(prompt: Prompt, set: string): Prompt {
  const shot: Shot = { input: "", output: lead(prompt) };
  if (prompt.template.includes("{reasoning}")) shot.reasoning = "";
  return withShots(prompt, set, [...shotsOf(prompt, set), shot]);
}

export function removeShot(prompt: Prompt, set: string, at: number): Prompt {
  return withShots(
    prompt,
    set,
    shotsOf(prompt, set).filter((_, i) => i !== at),
  );
}

export function editQuestion(prompt: Prompt, input: string): Prompt {
  return { ...prompt, query: { ...prompt.query, input } };
}

/** An expected answer that is empty is none. */
export function editExpected(prompt: Prompt, expected: string): Prompt {
  const query = { input: prompt.query.input, ...(expected === "" ? {} : { expected }) };
  return { ...prompt, query };
}

/** Answers as one a line: empty lines are dropped, and what is there twice stays once. */
export function editLabels(prompt: Prompt, lines: string): Prompt {
  const texts = lines.split("\n").map((line) => line.trim());
  const unique = [...new Set(texts.filter((text) => text !== ""))];
  return { ...prompt, labels: unique.map((text) => ({ text: owned(prompt, text) })) };
}

/** Rows as examples: question and answer, with the reasoning between them where there are three. */
export function shotsOfRows(prompt: Prompt, rows: readonly (readonly string[])[]): Shot[] {
  return rows.map((row) => {
    const [input = "", ...rest] = row;
    const output = owned(prompt, rest.at(-1)?.trim() ?? "");
    if (rest.length < 2) return { input, output };
    return { input, output, reasoning: ownedReasoning(prompt, rest[0]?.trim() ?? "") };
  });
}

/** The examples with more of them after `at`, as many as there is room for; empty ones make room. */
export function addedShots(
  shots: readonly Shot[],
  more: readonly Shot[],
  at: number = shots.length - 1,
): { shots: Shot[]; left: number } {
  const written = (shot: Shot) => shot.input.trim() !== "" || shot.output.trim() !== "";
  const before = shots.slice(0, at + 1).filter(written);
  const after = shots.slice(at + 1).filter(written);
  const room = Math.max(0, MOST_SHOTS - before.length - after.length);
  return {
    shots: [...before, ...more.slice(0, room), ...after],
    left: Math.max(0, more.length - room),
  };
}

/** A reasoning as the prompt holds it, with the blank that the others begin with. */
export function ownedReasoning(prompt: Prompt, typed: string): string {
  const shown = Object.values(prompt.shot_sets).flatMap((shots) =>
    shots.map((shot) => shot.reasoning ?? "").filter((text) => text !== ""),
  );
  const spaced = shown.length > 0 ? shown.every((text) => text.startsWith(" ")) : spaceWanted(prompt, "{reasoning}"); // prettier-ignore
  return spaced && typed !== "" ? ` ${typed}` : typed;
}

/** Whether what fills `field` must bring its own space: a word or a sign stands right before it. */
function spaceWanted(prompt: Prompt, field: "{output}" | "{reasoning}"): boolean {
  const before = prompt.template.split(field)[0] ?? "";
  return before !== "" && !/[\s([{"'“‘「（]$/.test(before);
}

// A task with nothing in it yet.

const SET = "examples";

/** One template for questions and answers of a line each; no example, no question. */
export function blankPrompt(): Prompt {
  return {
    instruction: "",
    template: "{input} ->{output}\n",
    shot_sets: { [SET]: [] },
    query: { input: "" },
    labels: [],
    readout: "labels",
    items: [],
  };
}
