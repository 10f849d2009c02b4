// How wide and how far a beam search goes, and by what its texts are compared. The server's bounds,
// but for the length: a tree of more tokens is nothing to look at.

import { LIMITS, type BeamSettingsBody } from "../api/api.gen";
import { boundsOf } from "./bounds";

/** `width` beginnings go on at each step; `n` texts are answered. */
export type BeamSettings = Required<BeamSettingsBody>;

export const BEAM: BeamSettings = {
  width: 4,
  max_tokens: 8,
  n: 3,
  alpha: 1,
  normalisation: "length",
  early_stopping: false,
};

const LONGEST = 64;
const server = boundsOf(LIMITS.BeamSettingsBody, { width: 1, max_tokens: 1, n: 1, alpha: 0.1 });

export const BEAM_BOUNDS = { ...server, max_tokens: { ...server.max_tokens, max: LONGEST } };

export type BeamField = keyof typeof BEAM_BOUNDS;

/** The first number that is out of its bounds; no more texts can be answered than are kept. */
export function fault(settings: BeamSettings): BeamField | null {
  const fields = Object.keys(BEAM_BOUNDS) as BeamField[];
  return fields.find((field) => !fits(field, settings[field], settings.width)) ?? null;
}

export function fits(field: BeamField, value: number, width: number): boolean {
  const { min, whole } = BEAM_BOUNDS[field];
  const inside = value >= min && value <= most(field, width);
  return Number.isFinite(value) && inside && (!whole || Number.isInteger(value));
}

export function most(field: BeamField, width: number): number {
  return field === "n" ? Math.min(width, BEAM_BOUNDS.n.max) : BEAM_BOUNDS[field].max;
}

/** What a sum of log-probabilities over so many tokens is divided by. */
export function divisor(length: number, { alpha, normalisation }: BeamSettings): number {
  return (normalisation === "length" ? length : (5 + length) / 6) ** alpha;
}
