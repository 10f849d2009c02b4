// Edits of a prompt object, each a new object. Answers keep the leading space that they own.

import { lookup } from "../lookup";
import { answerSpace, spaceAfter } from "../rows/answers";
import type { Prompt, Shot } from "./render";
import { PromptError } from "./template";

export const MOST_SHOTS = 16;

const SEEN = "␣"; // a space that is shown, since two answers differ by it alone

/** What an answer begins with, by the template alone; a faulty one is read as far as it goes. */
export function lead(prompt: Prompt): string {
  try {
    return answerSpace(prompt.template);
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    return spaceAfter(prompt.template.split("{output}")[0] ?? "");
  }
}

/**
 * An answer as people read and type it: without the space that the template gives it. Where another
 * answer of the prompt is the same but for the space, its spaces are seen.
 */
export function bare(prompt: Prompt, text: string): string {
  const rest = text.trimStart();
  const twin = answersOf(prompt).some((other) => other !== text && other.trimStart() === rest);
  if (twin) return SEEN.repeat(text.length - rest.length) + rest;
  const blank = lead(prompt);
  return text === blank + rest ? rest : text;
}

/** What was typed, as the prompt holds it: never with two spaces. */
export function owned(prompt: Prompt, typed: string): string {
  const rest = typed.replace(/^[\s␣]+/, "");
  return rest === "" ? "" : lead(prompt) + rest;
}

/** The prompt in another template, with the space that it gives its answers. */
export function withTemplate(prompt: Prompt, template: string): Prompt {
  const next = { ...prompt, template };
  const [before, after] = [lead(prompt), lead(next)];
  if (before === after) return next;
  const moved = (text: string) => {
    const rest = text.trimStart();
    return rest !== "" && text === before + rest ? after + rest : text;
  };
  const { expected } = prompt.query;
  return {
    ...next,
    shot_sets: Object.fromEntries(
      Object.entries(prompt.shot_sets).map(([set, shots]) => [
        set,
        shots.map((shot) => ({ ...shot, output: moved(shot.output) })),
      ]),
    ),
    labels: prompt.labels.map((label) => ({ ...label, text: moved(label.text) })),
    query: expected === undefined ? prompt.query : { ...prompt.query, expected: moved(expected) },
    items: prompt.items.map((item) => ({ ...item, expected: moved(item.expected) })),
  };
}

function answersOf(prompt: Prompt): string[] {
  const { expected } = prompt.query;
  return [
    ...Object.values(prompt.shot_sets).flatMap((shots) => shots.map((shot) => shot.output)),
    ...prompt.labels.map((label) => label.text),
    ...(expected === undefined ? [] : [expected]),
  ].filter((text) => text.trim() !== "");
}

export function withShots(prompt: Prompt, set: string, shots: readonly Shot[]): Prompt {
  return { ...prompt, shot_sets: { ...prompt.shot_sets, [set]: [...shots] } };
}

export function shotsOf(prompt: Prompt, set: string): readonly Shot[] {
  return lookup(prompt.shot_sets, set) ?? [];
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

/** The example at `from` in the place `to`; those between make room. */
export function moveShot(prompt: Prompt, set: string, from: number, to: number): Prompt {
  const shots = [...shotsOf(prompt, set)];
  shots.splice(to, 0, ...shots.splice(from, 1));
  return withShots(prompt, set, shots);
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
  const unique = [...new Set(texts.map((text) => owned(prompt, text)))];
  return { ...prompt, labels: unique.flatMap((text) => (text === "" ? [] : [{ text }])) };
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

/** A reasoning as the prompt holds it, with the space that the template asks for before it. */
export function ownedReasoning(prompt: Prompt, typed: string): string {
  const rest = typed.trimStart();
  return rest === "" ? "" : spaceAfter(prompt.template.split("{reasoning}")[0] ?? "") + rest;
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
