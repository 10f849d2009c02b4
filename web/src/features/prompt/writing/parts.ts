// What a sample is made of: tokens that the model drew, tokens that a person took in their place, and
// text that a person typed. Plain values; every change makes a new list.

import type { Changes, Of, PromptInput, Settings } from "../../../core/api/api";
import type { Constraint } from "../../../core/decoding/constraint";
import type { Alternative, TokenEvent } from "../../../core/api/events";
import type { Numbers } from "../../../core/models/precision";

/** The request that a stretch of tokens came from; its tokens share one of these. */
export interface Source {
  of: Of;
  prompt: string; // all the text before its first token
  ids?: readonly number[] | undefined; // its tokens, where they were given: those of a conversation
  settings: Settings;
  constraint?: Constraint | undefined; // what its tokens were held to
  interventions?: Changes | undefined; // what was changed inside the model
  numbers: Numbers; // how its probabilities were computed
}

/** What the model was given, as a request has it. */
export function inputOf({ ids, prompt }: Pick<Source, "ids" | "prompt">): PromptInput {
  return ids ?? prompt;
}

export type Part =
  | { kind: "token"; token: TokenEvent; source: Source; chosen: boolean } // by a person where `chosen`
  | { kind: "typed"; text: string };

export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.kind === "token" ? part.token.text : part.text)).join("");
}

/** The tokens of the same request that stand before the one at `at`. */
export function before(parts: readonly Part[], at: number): TokenEvent[] {
  const part = parts[at];
  if (part?.kind !== "token") return [];
  return parts
    .slice(0, at)
    .flatMap((item) => (item.kind === "token" && item.source === part.source ? [item.token] : []));
}

/** The parts up to the token at `at`, and another token in its place; as they are for a typed text. */
export function forked(parts: readonly Part[], at: number, item: Alternative): readonly Part[] {
  const part = parts[at];
  if (part?.kind !== "token") return parts;
  const { alternatives } = part.token.distribution;
  const token: TokenEvent = {
    ...part.token,
    ...{ id: item.id, piece: item.text, text: item.text },
    ...{ logprob: Math.log(item.p), draw: null },
    rank: alternatives.findIndex((other) => other.id === item.id),
  };
  return [...parts.slice(0, at), { kind: "token", token, source: part.source, chosen: true }];
}

/** The parts after their text was edited: the tokens that still stand at its start, then what was typed. */
export function edited(parts: readonly Part[], text: string): readonly Part[] {
  if (text === textOf(parts)) return parts;
  let rest = text;
  let stored = 0;
  for (const part of parts) {
    const own = part.kind === "token" ? part.token.text : part.text;
    if (!rest.startsWith(own)) break;
    rest = rest.slice(own.length);
    stored += 1;
  }
  const stood = whole(parts.slice(0, stored));
  return rest === "" ? stood : [...stood, { kind: "typed", text: rest }];
}

/** The parts without tokens at their end that have no text: the one that ended it, half a character. */
export function whole(parts: readonly Part[]): readonly Part[] {
  const last = parts.findLastIndex((part) => part.kind === "typed" || part.token.text !== "");
  return parts.slice(0, last + 1);
}

/** Mean of −log p in nats over the tokens, a person's included; null where there is none. */
export function meanSurprisal(parts: readonly Part[]): number | null {
  const tokens = parts.flatMap((part) => (part.kind === "token" ? [part.token] : []));
  if (tokens.length === 0) return null;
  return -tokens.reduce((sum, { logprob }) => sum + logprob, 0) / tokens.length;
}
