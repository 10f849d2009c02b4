// The tokens of a text by the model's own tokenizer: in the page, in the engine of this browser, or on
// the server for a tokenizer that the page cannot run.

import { ApiError, call, filePath, manifest, tokenize } from "../../../core/api/api";
import type { Piece } from "../../../core/api/events";
import { place } from "../../place/state.svelte";

type Count = (text: string, signal: AbortSignal) => Promise<Piece[]>;

const counts = new Map<string, Promise<Count>>();

/** Rejects with ApiError; so does what it gives, for a text that has no tokens. */
export function countOf(model: string): Promise<Count> {
  const engine = place.engineOf(model);
  if (engine !== null) return Promise.resolve((text, signal) => engine.pieces(text, signal));
  const known = counts.get(model) ?? load(model);
  counts.set(model, known);
  known.catch(() => counts.delete(model)); // asked for again with the next letter
  return known;
}

/** Token ids of a text that stands behind others: no start token comes before it. */
export async function textIds(model: string, text: string, signal: AbortSignal): Promise<number[]> {
  const pieces = await (await countOf(model))(text, signal);
  return pieces.flatMap(({ id, special }) => (special === true ? [] : [id]));
}

async function load(model: string): Promise<Count> {
  const [about, response] = await Promise.all([
    manifest(model),
    call(filePath(model, "tokenizer.json")),
  ]);
  const json: unknown = await response.json();
  if (!isByteLevel(json)) return (text, signal) => tokenize(model, text, signal);
  const { Tokenizer } = await import("../../../runtime/text/tokenizer");
  const { PromptTokens } = await import("../../../runtime/text/tokenizer");
  const tokens = PromptTokens.of(new Tokenizer(json), about);
  const { problemOf } = await import("../../../runtime/refusal");
  return async (text) => {
    try {
      return await Promise.resolve(tokens.pieces(text));
    } catch (error) {
      throw new ApiError(problemOf(error));
    }
  };
}

function isByteLevel(json: unknown): boolean {
  const { pre_tokenizer = null } = json as { pre_tokenizer?: unknown };
  return JSON.stringify(pre_tokenizer).includes("ByteLevel");
}
