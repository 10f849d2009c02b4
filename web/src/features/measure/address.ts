// Measure's state in the address: the task as Compare writes it, the question, what of its settings
// was changed, and a visitor's own items where they are short enough for a link.

import { nameOf } from "../../core/address/inside";
import { number, whole } from "../../core/address/url";
import { templateFault } from "../../core/measurement/formats";
import { itemsOf, type OwnItem } from "./items/ownItem";
import type { QuestionId } from "./questions/question";
import { BOUNDS, headsOf, numbersOf, type Settings } from "./questions/settings";

export interface MeasureState {
  question?: QuestionId;
  settings: Partial<Settings>;
  other?: string; // the second model
  own?: readonly OwnItem[];
  examples?: "task"; // of own items: the task's examples, and not some of the rows
  template?: string; // of own items
}

const IDS: readonly QuestionId[] = [
  ...(["examples", "order", "labels", "format", "models"] as const),
  ...(["which-example", "which-head", "which-vector"] as const),
];
const NUMBERS = ["draws", "orders", "questions", "pool", "seed"] as const;
const LISTS = ["free", "formats"] as const;
const MOST = 16; // of a list

export function write(state: MeasureState): URLSearchParams {
  const query = new URLSearchParams();
  const { question, settings, other, own, examples, template } = state;
  if (question !== undefined) query.set("question", question);
  if (settings.k !== undefined) query.set("k", settings.k.join(","));
  for (const key of NUMBERS) if (settings[key] != null) query.set(key, String(settings[key]));
  if (settings.difference !== undefined) query.set("difference", String(settings.difference));
  for (const key of LISTS) if (settings[key] != null) query.set(key, JSON.stringify(settings[key]));
  if (settings.heads?.length) query.set("heads", settings.heads.map(nameOf).join("_"));
  if (other !== undefined) query.set("other", other);
  if (examples !== undefined) query.set("examples", examples);
  if (template !== undefined) query.set("template", template);
  if (own !== undefined) query.set("items", JSON.stringify(own));
  return query;
}

/** Throws Error for a value out of its bounds. */
export function read(query: URLSearchParams): MeasureState {
  const state: MeasureState = { settings: readSettings(query) };
  const question = query.get("question");
  const known = IDS.find((id) => id === question);
  if (question !== null && known === undefined) throw new Error(`question is ${question}`);
  if (known !== undefined) state.question = known;
  const other = query.get("other");
  if (other !== null) state.other = other;
  const examples = query.get("examples");
  if (examples !== null && examples !== "task") throw new Error(`examples is ${examples}`);
  if (examples !== null) state.examples = examples;
  const template = query.get("template");
  if (template !== null) state.template = template;
  const items = query.get("items");
  if (items !== null) state.own = itemsOf(items);
  return state;
}

function readSettings(query: URLSearchParams): Partial<Settings> {
  const settings: Partial<Settings> = {};
  const k = query.get("k");
  if (k !== null) settings.k = ks(k);
  for (const key of NUMBERS) {
    const value = whole(query, key, BOUNDS[key][0], BOUNDS[key][1]);
    if (value !== null) settings[key] = value;
  }
  const difference = number(query, "difference", ...BOUNDS.difference);
  if (difference !== null) settings.difference = difference;
  const off = query.get("heads");
  if (off !== null) settings.heads = heads(off);
  const [free, formats] = LISTS.map((key) => texts(query, key));
  if (free) settings.free = free;
  if (formats) settings.formats = formats.map(checkedTemplate);
  return settings;
}

function ks(text: string): number[] {
  const numbers = numbersOf(text);
  if (numbers === null) throw new Error(`k is ${text}`);
  return numbers;
}

function heads(text: string): NonNullable<Settings["heads"]> {
  const named = headsOf(text);
  if (named === null) throw new Error(`heads is ${text}`);
  return named;
}

function texts(query: URLSearchParams, key: string): string[] | null {
  const text = query.get(key);
  if (text === null) return null;
  const value: unknown = JSON.parse(text);
  const fits = Array.isArray(value) && value.length <= MOST;
  if (fits && value.every((item) => typeof item === "string")) return value;
  throw new Error(`${key} is ${text}`);
}

function checkedTemplate(template: string): string {
  const fault = templateFault(template);
  if (fault !== null) throw new Error(fault);
  return template;
}
