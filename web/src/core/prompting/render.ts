// A prompt and a lane -> the exact text, and what every stretch of it is.
// The twin of backend/shotglass/prompting; tests/contract/prompting.json holds both together.

import { PROMPT_LIMITS } from "../api/api.gen";
import { type Prompt, type Shot, checkPrompt, checkQuestion } from "./prompt";
import { type Field, type Template, parseTemplate, quoted, refusal } from "./template";

export { type Item, type Label, type Prompt, type Query, type Readout, type Shot } from "./prompt";
export { checkPrompt, parsePrompt, stopsOf } from "./prompt";
export { PromptError, parseTemplate, showsReasoning } from "./template";

/**
 * `shots` are places in the set, from 0, in the order shown; [] is zero-shot. `reasoning`: the
 * examples show theirs, and the model writes one before it answers. Without it every {reasoning}
 * of the template is empty and all else stays.
 */
export interface Lane {
  id: string;
  shot_set: string | null;
  shots: number[];
  reasoning?: boolean;
}

export type PartName = "instruction" | "shot" | "query" | "separator";

/**
 * `start` to `end` (exclusive) in code points; `shot` is the example's place in the lane, from 0.
 * A separator is the blank line after the instruction, or what follows an example's output.
 */
export interface Span {
  part: PartName;
  start: number;
  end: number;
  shot: number | null;
  field: Field | "template" | null;
}

/** Spans tile the text: no gap, no overlap, none empty. */
export interface Rendered {
  text: string;
  spans: Span[];
}

const BLANK_LINE = "\n\n"; // between the instruction and what follows

/**
 * The instruction, the lane's examples, and the question up to its first unknown: {output}, or
 * {reasoning} in a reasoning lane.
 */
export function render(prompt: Prompt, lane: Lane): Rendered {
  checkPrompt(prompt);
  const template = parseTemplate(prompt.template);
  if (lane.reasoning) checkReasoning(prompt, lane);
  const write = writer();
  if (prompt.instruction) {
    write.add("instruction", prompt.instruction);
    write.add("separator", BLANK_LINE);
  }
  shotsOf(prompt, lane).forEach((shot, place) => {
    addShot(write, template, lane.reasoning ? shot : { ...shot, reasoning: "" }, place);
  });
  addQuery(write, template, prompt.query.input, lane.reasoning ? "reasoning" : "output");
  return { text: write.texts.join(""), spans: write.spans };
}

/** The lane's examples in order. Throws PromptError for a set or a place there is not. */
export function shotsOf(prompt: Prompt, lane: Lane, at = "/lane"): Shot[] {
  if (lane.shot_set === null && lane.shots.length === 0) return [];
  const name = lane.shot_set ?? "";
  const set = Object.hasOwn(prompt.shot_sets, name) ? prompt.shot_sets[name] : undefined;
  if (lane.shot_set === null || !set) {
    const known = Object.keys(prompt.shot_sets).map(quoted).join(", ") || "none";
    const set = lane.shot_set === null ? "none" : quoted(name);
    throw refusal("set", `${at}/shot_set`, { lane: quoted(lane.id), set, known });
  }
  return lane.shots.map((index, place) => {
    const shot = set[index];
    if (shot) return shot;
    const values = { lane: quoted(lane.id), index, set: quoted(name), count: set.length };
    throw refusal("example", `${at}/shots/${place}`, values);
  });
}

/** Throws PromptError where a reasoning lane cannot be rendered. */
export function checkReasoning(prompt: Prompt, lane: Lane): void {
  const { reasons, delimiter } = parseTemplate(prompt.template);
  if (!reasons) {
    throw refusal("reasoning", "/lane/reasoning", { lane: quoted(lane.id) });
  }
  const { length } = Array.from(delimiter);
  if (length < 1 || length > PROMPT_LIMITS.stop_length) {
    throw refusal("delimiter", "/prompt/template", { length });
  }
  checkQuestion(prompt);
}

interface Writer {
  texts: string[];
  spans: Span[];
  add(part: PartName, text: string, shot?: number | null, field?: Span["field"]): void;
}

function writer(): Writer {
  const texts: string[] = [];
  const spans: Span[] = [];
  let end = 0;
  const add: Writer["add"] = (part, text, shot = null, field = null) => {
    if (!text) return;
    const start = end;
    end += Array.from(text).length;
    texts.push(text);
    spans.push({ part, start, end, shot, field });
  };
  return { texts, spans, add };
}

function addShot(write: Writer, template: Template, shot: Shot, place: number): void {
  let answered = false;
  for (const { field, text } of template.parts) {
    if (field) {
      write.add("shot", shot[field] ?? "", place, field);
      answered = field === "output";
    } else {
      write.add(answered ? "separator" : "shot", text, place, "template");
    }
  }
}

function addQuery(write: Writer, template: Template, input: string, unknown: Field): void {
  for (const { field, text } of template.parts) {
    if (field === unknown) return;
    if (field === "input") write.add("query", input, null, "input");
    else if (field === null) write.add("query", text, null, "template");
  }
}
