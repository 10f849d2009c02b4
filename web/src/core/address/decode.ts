// Decode's state in the address: the prompt, the tokens taken after it, how the next is drawn, and
// how wide and far to search.
import opening from "../../gallery/opening.json";
import { FILTER_ROWS, OFF } from "../decoding/filters";
import { BEAM, type BeamSettings, fault, allowed, PENALTIES } from "../decoding/settings";
import { readConstraint, writeConstraint, type Constraint } from "../decoding/constraint";
import type { DecodingSettings } from "../decoding/decoding";
import { choice, number, whole } from "./url";

/** All that a control stands for; a bias on single tokens is not among them. */
export type DrawSettings = Required<Omit<DecodingSettings, "logit_bias">>;

/** A text as the tokens of one model: those of a conversation, which its text alone does not give. */
export interface GivenTokens {
  of: string; // the model's id
  ids: readonly number[];
}

export interface DecodeState {
  text?: string; // the prompt
  tokens?: GivenTokens; // that the text is
  taken?: string[]; // the texts of the tokens taken after it
  settings?: Partial<DrawSettings>;
  constraint?: Constraint | null; // what the answer is held to
  sample?: number;
  beam?: BeamSettings;
}

const { temperature, top_k, top_p, seed } = opening.settings;

/** Those of Compare and Prompt, so that one text is drawn alike whichever way leads to it. */
export const DEFAULTS: DrawSettings = {
  ...OFF,
  ...{ temperature, top_k, top_p, seed },
  ...{ repetition_penalty: 1, presence_penalty: 0, frequency_penalty: 0 },
};
export const SAMPLES = 8;
export const MOST_TAKEN = 4096;
const BEAM_FIELDS = [
  ["beam_width", "width"],
  ["beam_tokens", "max_tokens"],
  ["beam_n", "n"],
  ["beam_alpha", "alpha"],
] as const;
const FILTERS = FILTER_ROWS.map(({ name }) => name);
const FIELDS = ["temperature", ...FILTERS, ...PENALTIES, "seed"] as const;

export function write(state: DecodeState): URLSearchParams {
  const query = new URLSearchParams();
  if (state.text !== undefined) query.set("text", state.text);
  if (state.tokens !== undefined) {
    query.set("ids_of", state.tokens.of);
    query.set("ids", state.tokens.ids.join("."));
  }
  for (const token of state.taken ?? []) query.append("take", token);
  for (const field of FIELDS) {
    const value = state.settings?.[field] ?? DEFAULTS[field];
    if (value !== DEFAULTS[field]) query.set(field, String(value));
  }
  if (state.sample !== undefined && state.sample > 0) query.set("sample", String(state.sample));
  writeConstraint(query, state.constraint ?? null);
  writeBeam(query, state.beam ?? BEAM);
  return query;
}

function writeBeam(query: URLSearchParams, beam: BeamSettings): void {
  for (const [key, field] of BEAM_FIELDS) {
    if (beam[field] !== BEAM[field]) query.set(key, String(beam[field]));
  }
  if (beam.normalisation !== BEAM.normalisation) query.set("beam_norm", beam.normalisation);
  if (beam.early_stopping) query.set("beam_stop", "early");
}

/** Throws Error for a value out of its bounds. */
export function read(
  query: URLSearchParams,
): DecodeState & { settings: DrawSettings; constraint: Constraint | null; beam: BeamSettings } {
  const constraint = readConstraint(query);
  const state: ReturnType<typeof read> = {
    ...{ settings: readSettings(query), constraint, beam: readBeam(query) },
  };
  const text = query.get("text");
  if (text !== null) state.text = text;
  const tokens = readTokens(query);
  if (tokens !== null) state.tokens = tokens;
  const taken = query.getAll("take");
  if (taken.length > MOST_TAKEN || taken.includes("")) throw new Error("take holds no tokens");
  state.taken = taken;
  state.sample = whole(query, "sample", 0, SAMPLES - 1) ?? 0;
  return state;
}

function readTokens(query: URLSearchParams): GivenTokens | null {
  const [of, list] = [query.get("ids_of"), query.get("ids")];
  if (of === null && list === null) return null;
  if (!of || !/^\d{1,7}(\.\d{1,7})*$/.test(list ?? "")) throw new Error("ids holds no tokens");
  return { of, ids: (list ?? "").split(".").map(Number) };
}

function readSettings(query: URLSearchParams): DrawSettings {
  const settings = { ...DEFAULTS };
  for (const field of FIELDS) {
    const value = number(query, field, -Infinity, Infinity);
    if (value === null) continue;
    if (!allowed(field, value)) throw new Error(`${field} is ${value}`);
    settings[field] = value;
  }
  return settings;
}

function readBeam(query: URLSearchParams): BeamSettings {
  const beam = { ...BEAM };
  for (const [key, field] of BEAM_FIELDS) {
    beam[field] = number(query, key, -Infinity, Infinity) ?? BEAM[field];
  }
  beam.normalisation = choice(query, "beam_norm", ["length", "gnmt"]) ?? BEAM.normalisation;
  beam.early_stopping = choice(query, "beam_stop", ["early"]) !== null;
  const wrong = fault(beam);
  if (wrong !== null) throw new Error(`the beam's ${wrong} is ${beam[wrong]}`);
  return beam;
}
