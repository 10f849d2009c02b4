// In which precision figures are computed, and how far off what is not exact was when it was made.

import type { ModelSummary } from "../api/api";
import type { InstalledModel } from "../api/api.gen";

type Offer = InstalledModel["precisions"][number];

/** What a request can name: exact, or fast. */
export type Precision = Offer["name"];
export const PRECISIONS: readonly Precision[] = ["fp32", "int8"];

/** How far shown probabilities were off: percentage points, over `n` tokens that had 1 % or more. */
export interface Points {
  n: number;
  median: number;
  p90: number;
  max: number;
}

/** What was measured of a graph against fp32 when it was made; the manifest has more. */
export interface Quality {
  points?: Points;
  positions?: number; // of the text, at which predictions were compared
}

/** A precision that a model has, or can have. */
export interface PrecisionEntry extends Omit<Offer, "quality"> {
  quality: Quality | null;
}

/**
 * How figures came about, seen from fp32 arithmetic over the model's own weights, which is "fp32".
 * "web" is a copy of the weights in 16 bits, computed in fp32; "fp16" computes in 16 bits too.
 */
export type Computed = "fp32" | "int8" | "fp16" | "web";

export interface Numbers {
  as: Computed;
  off: Off | null; // null: exact, or it was not measured
}

export interface Off extends Points {
  tokens: number; // of the text it was measured on
}

export const EXACT: Numbers = { as: "fp32", off: null };

export function entryOf(model: ModelSummary | null, name: Precision): PrecisionEntry | null {
  return model?.precisions?.find((entry) => entry.name === name) ?? null;
}

/** Whether there is something to choose from. */
export function hasChoice(model: ModelSummary | null): boolean {
  return entryOf(model, "fp32") !== null && entryOf(model, "int8") !== null;
}

/** Whether its own weights are kept in 16 bits, so that the one graph over them is exact. */
export function isKeptInHalves(model: ModelSummary | null): boolean {
  return entryOf(model, "fp32")?.kind === "native" && !hasChoice(model);
}

/** What a choice comes to for a model; 8-bit figures only where their graph is there. */
export function settled(model: ModelSummary | null, chosen: Precision | null): Computed {
  const own = model?.precision ?? "fp32"; // what the server computes in where nothing is said
  if (own === "fp16") return own;
  if (!hasChoice(model)) return "fp32";
  const wish = chosen ?? own;
  return wish === "int8" && entryOf(model, "int8")?.made === true ? "int8" : "fp32";
}

/** What a request of the model says, if it can say anything. */
export function named(model: ModelSummary | null, as: Computed): Precision | undefined {
  return PRECISIONS.find((name) => name === as && entryOf(model, name) !== null);
}

export function numbersOf(model: ModelSummary | null, as: Computed): Numbers {
  const quality = as === "int8" ? entryOf(model, "int8")?.quality : null;
  return { as, off: offOf(quality) };
}

export function offOf(quality: Quality | null | undefined): Off | null {
  if (quality?.points === undefined) return null;
  return { ...quality.points, tokens: quality.positions ?? 0 };
}

/** How a recording was computed, from its graph's own words. */
export function computedAs(precision: string): Computed {
  if (precision === "fp16" || precision === "web") return precision; // as a run in a file says it
  if (precision.startsWith("int8")) return "int8";
  return precision === "fp16, norms and sums in fp32" ? "fp16" : "fp32";
}

const NAMES: Record<Computed, string> = {
  ...{ fp32: "fp32", int8: "int8", fp16: "fp16" },
  web: "fp16 weights, fp32 arithmetic",
};

/** How saved figures name it, whatever the page's language is. */
export function nameOf(as: Computed): string {
  return NAMES[as];
}

/** As the JSON of a figure says it. */
export function precisionRecord({ as, off }: Numbers): { precision: string; off: Off | null } {
  return { precision: nameOf(as), off };
}

/** Of figures side by side: those that are not exact, for they are to be spoken of. */
export function leastExact(all: readonly Numbers[]): Numbers {
  return all.find(({ as }) => as !== "fp32") ?? EXACT;
}

const BYTES = { int8: 1.1, web: 2.02 }; // a parameter, with scales: SmolLM2-135M has 147.9 and 271.1 MB
const SECONDS = 1.5e-7; // a parameter, checks included: about 20 s for SmolLM2-135M on two cores

/** What making a graph takes, roughly, before anything of it is known. */
export function estimate(parameters: number, as: keyof typeof BYTES) {
  return { bytes: BYTES[as] * parameters, seconds: Math.max(1, SECONDS * parameters) };
}
