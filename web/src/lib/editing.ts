// Edits of a prompt object, each a new object. Answers keep the leading space that they own.

import type { Prompt, Shot } from "./prompting";

export const MOST_SHOTS = 16;

/** The blank every output and label begins with, or none where they do not agree. */
export function lead(prompt: Prompt): string {
  const texts = [
    ...Object.values(prompt.shot_sets).flatMap((shots) => shots.map((shot) => shot.output)),
    ...prompt.labels.map((label) => label.text),
  ].filter((text) => text !== "");
  return texts.length > 0 && texts.every((text) => text.startsWith(" ")) ? " " : "";
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
  return withShots(prompt, set, [...shotsOf(prompt, set), { input: "", output: lead(prompt) }]);
}

export function removeShot(prompt: Prompt, set: string, at: number): Prompt {
  return withShots(
    prompt,
    set,
    shotsOf(prompt, set).filter((_, i) => i !== at),
  );
}

export function insertShot(prompt: Prompt, set: string, at: number, shot: Shot): Prompt {
  const shots = shotsOf(prompt, set);
  return withShots(prompt, set, [...shots.slice(0, at), shot, ...shots.slice(at)]);
}

export function editQuestion(prompt: Prompt, input: string): Prompt {
  return { ...prompt, query: { ...prompt.query, input } };
}

/** The expected answer is one of the answers on the axis, so its label changes with it. */
export function editExpected(prompt: Prompt, expected: string): Prompt {
  const query = { input: prompt.query.input, ...(expected === "" ? {} : { expected }) };
  const old = prompt.query.expected;
  if (expected === "" || prompt.labels.some((label) => label.text === expected)) {
    return { ...prompt, query };
  }
  const place = prompt.labels.findIndex((label) => label.text === old);
  const label = { text: expected };
  const labels =
    place >= 0
      ? prompt.labels.map((item, i) => (i === place ? label : item))
      : [label, ...prompt.labels];
  return { ...prompt, query, labels };
}

/** Answers as one a line: empty lines are dropped, and what is there twice stays once. */
export function editLabels(prompt: Prompt, lines: string): Prompt {
  const texts = lines.split("\n").map((line) => line.trim());
  const unique = [...new Set(texts.filter((text) => text !== ""))];
  return { ...prompt, labels: unique.map((text) => ({ text: owned(prompt, text) })) };
}

/** Rows copied from a spreadsheet, question and answer parted by a tab; null for other text. */
export function pastedShots(prompt: Prompt, text: string): Shot[] | null {
  const rows = text.replace(/\r/g, "").split("\n");
  const cells = rows.filter((row) => row !== "").map((row) => row.split("\t"));
  if (cells.length === 0 || cells.some((row) => row.length !== 2)) return null;
  return cells.map(([input = "", output = ""]) => ({
    input,
    output: owned(prompt, output.trim()),
  }));
}
