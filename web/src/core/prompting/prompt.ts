// The prompt object: a task, its examples and its question, as all lanes share it.
// The twin of backend/shotglass/prompting/prompt.py; names are those of the JSON.

import { PROMPT_LIMITS } from "../api/api.gen";
import { PromptError, parseTemplate, quoted, refusal } from "./template";

export interface Shot {
  input: string;
  output: string; // owns its leading space: " slow", not "slow"
  reasoning?: string;
}

export interface Query {
  input: string;
  expected?: string;
}

export interface Item {
  input: string;
  expected: string;
}

export interface Label {
  text: string; // exactly as it would follow the prompt
  name?: string;
}

export type Readout = "labels" | "text";

export type Prompt = {
  id?: string;
  lang?: string;
  instruction: string;
  template: string;
  shot_sets: Record<string, Shot[]>;
  query: Query;
  labels: Label[];
  readout: Readout;
  items: Item[];
  stop?: string[]; // absent: what follows {output} in the template, see stopsOf
};

/** A prompt from JSON, checked. Throws PromptError with a pointer under /prompt. */
export function parsePrompt(value: unknown): Prompt {
  const at = "/prompt";
  const data = record(value, at, [
    ...["id", "lang", "instruction", "template", "shot_sets", "query", "labels", "readout"],
    ...["items", "stop"],
  ]);
  const prompt: Prompt = {
    ...optional(data, "id", at),
    ...optional(data, "lang", at),
    instruction: optional(data, "instruction", at).instruction ?? "",
    template: text(data, "template", at),
    shot_sets: readShotSets(data.shot_sets, `${at}/shot_sets`),
    query: readQuery(data.query, `${at}/query`),
    labels: list(data.labels, `${at}/labels`, readLabel),
    readout: readReadout(data.readout, `${at}/readout`),
    items: list(data.items, `${at}/items`, readItem),
    ...(data.stop == null ? {} : { stop: list(data.stop, `${at}/stop`, string) }),
  };
  checkPrompt(prompt);
  return prompt;
}

/** The rules beyond the kinds of the fields. Throws PromptError with a pointer under /prompt. */
export function checkPrompt(prompt: Prompt): void {
  checkSpaces(prompt);
  checkShots(prompt);
  checkLabels(prompt);
  checkStops(prompt);
}

/** The stop strings in force: `stop`, else the literal after {output} if there is one. */
export function stopsOf(prompt: Prompt): string[] {
  if (prompt.stop) return prompt.stop;
  const { tail } = parseTemplate(prompt.template);
  return tail ? [tail] : [];
}

function checkSpaces(prompt: Prompt): void {
  if (!parseTemplate(prompt.template).delimiter) checkQuestion(prompt);
}

/** Throws PromptError where a prompt that ends with the question would end in a space. */
export function checkQuestion(prompt: Prompt): void {
  const { opening, bridge } = parseTemplate(prompt.template);
  if (bridge || !(opening + prompt.query.input).endsWith(" ")) return;
  throw refusal("question", "/prompt/query/input");
}

function checkShots(prompt: Prompt): void {
  if (!parseTemplate(prompt.template).reasons) return;
  for (const [name, shots] of Object.entries(prompt.shot_sets)) {
    const index = shots.findIndex((shot) => shot.reasoning === undefined);
    if (index < 0) continue;
    const pointer = `/prompt/shot_sets/${escaped(name)}/${index}/reasoning`;
    throw refusal("shot", pointer, { number: index + 1, set: quoted(name) });
  }
}

function checkLabels({ labels }: Prompt): void {
  if (labels.length > PROMPT_LIMITS.labels) {
    throw refusal("labels", "/prompt/labels", { count: labels.length });
  }
  labels.forEach(({ text }, index) => {
    if (text && labels.findIndex((label) => label.text === text) === index) return;
    const pointer = `/prompt/labels/${index}/text`;
    throw text
      ? refusal("label_twice", pointer, { label: quoted(text) })
      : refusal("label_empty", pointer);
  });
}

function checkStops(prompt: Prompt): void {
  const stops = stopsOf(prompt);
  if (stops.length > PROMPT_LIMITS.stops) {
    throw refusal("stops", "/prompt/stop", { count: stops.length });
  }
  stops.forEach((stop, index) => {
    const length = Array.from(stop).length;
    if (length >= 1 && length <= PROMPT_LIMITS.stop_length) return;
    const pointer = prompt.stop ? `/prompt/stop/${index}` : "/prompt/template";
    throw refusal("stop", pointer, {
      stop: quoted(Array.from(stop).slice(0, 20).join("")),
      length,
    });
  });
}

// --- JSON values read with their place, so that an error names the field at fault ---

type Json = Record<string, unknown>;

function readShotSets(value: unknown, at: string): Record<string, Shot[]> {
  if (value === undefined) return {};
  const sets = Object.entries(mapping(value, at));
  return Object.fromEntries(
    sets.map(([name, shots]) => [name, array(shots, `${at}/${escaped(name)}`, readShot)]),
  );
}

function readShot(value: unknown, at: string): Shot {
  const data = record(value, at, ["input", "output", "reasoning"]);
  const [input, output] = [text(data, "input", at), text(data, "output", at)];
  return { input, output, ...optional(data, "reasoning", at) };
}

function readQuery(value: unknown, at: string): Query {
  const data = record(value, at, ["input", "expected"]);
  return { input: text(data, "input", at), ...optional(data, "expected", at) };
}

function readItem(value: unknown, at: string): Item {
  const data = record(value, at, ["input", "expected"]);
  return { input: text(data, "input", at), expected: text(data, "expected", at) };
}

function readLabel(value: unknown, at: string): Label {
  const data = record(value, at, ["text", "name"]);
  return { text: text(data, "text", at), ...optional(data, "name", at) };
}

function readReadout(value: unknown, at: string): Readout {
  if (value === undefined) return "labels";
  if (value === "labels" || value === "text") return value;
  throw new PromptError(`readout is not known; “labels” or “text” was expected.`, at);
}

function record(value: unknown, at: string, known: string[]): Json {
  const data = mapping(value, at);
  const unknown = Object.keys(data).find((key) => !known.includes(key));
  if (unknown === undefined) return data;
  throw new PromptError(
    `“${unknown}” is no field here; known are ${known.join(", ")}.`,
    `${at}/${escaped(unknown)}`,
    "unknown_parameter",
  );
}

function mapping(value: unknown, at: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw wrong(value, at, "an object");
}

function text(data: Json, key: string, at: string): string {
  if (data[key] !== undefined) return string(data[key], `${at}/${key}`);
  throw new PromptError(`“${key}” is missing; a text was expected.`, `${at}/${key}`);
}

/** `{key: value}`, or `{}` where the value is absent or null. */
function optional<Key extends string>(
  data: Json,
  key: Key,
  at: string,
): Partial<Record<Key, string>> {
  if (data[key] == null) return {};
  return { [key]: string(data[key], `${at}/${key}`) } as Record<Key, string>;
}

function string(value: unknown, at: string): string {
  if (typeof value === "string") return value;
  throw wrong(value, at, "a text");
}

function list<T>(value: unknown, at: string, read: (item: unknown, at: string) => T): T[] {
  return value === undefined ? [] : array(value, at, read);
}

function array<T>(value: unknown, at: string, read: (item: unknown, at: string) => T): T[] {
  if (!Array.isArray(value)) throw wrong(value, at, "a list");
  return value.map((item, index) => read(item, `${at}/${index}`));
}

function wrong(value: unknown, at: string, expected: string): PromptError {
  const kind = Array.isArray(value) ? "a list" : value === null ? "null" : `a ${typeof value}`;
  return new PromptError(`${at.split("/").pop()} is ${kind}; ${expected} was expected.`, at);
}

/** A key as a step of a JSON pointer (RFC 6901). */
function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
