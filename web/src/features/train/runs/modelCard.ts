// How a run was made, read out of its recipe and its data file as far as they say it.

import { linesOf, type Line } from "./run";

type Table = Readonly<Record<string, unknown>>;

/** Texts to show; null where the run does not say it. */
export interface Card {
  family: string | null;
  layers: string | null;
  width: string | null;
  heads: string | null;
  context: string | null;
  objective: string | null;
  seed: string | null;
  sources: string[];
  episodes: string[]; // families, where it was trained on episodes
  notes: string[];
}

export interface Source {
  name: string;
  version: string;
  licence: string;
  documents: number | null;
  tokens: number | null;
}

export function cardOf(recipe: Table, notes: unknown): Card {
  const [model, data, training] = ["model", "data", "training"].map((key) => table(recipe[key]));
  return {
    family: text(model?.family),
    layers: text(model?.layers),
    width: text(model?.width),
    heads: text(model?.heads),
    context: text(model?.context),
    objective: text(training?.objective),
    seed: text(recipe.seed),
    sources: texts(data?.sources),
    episodes: episodesOf(recipe),
    notes: texts(notes),
  };
}

/** The families of episodes that its stages drew, in the order they name them. */
function episodesOf(recipe: Table): string[] {
  const stages = Array.isArray(recipe.stages) ? recipe.stages.map(table) : [];
  const drawn = stages.flatMap((stage) =>
    Object.entries(table(stage.episodes)).filter(([, share]) => Number(share) > 0),
  );
  return [...new Set(drawn.map(([family]) => family))];
}

/** The sources of `data.json` (a list), or of a manifest's provenance (by name); empty where none
 * are named. */
export function sourcesOf(data: unknown): Source[] {
  const { sources, ...byName } = table(data);
  const all = Array.isArray(sources)
    ? sources.map(table)
    : Object.entries(byName).flatMap(([name, of]) =>
        "licence" in table(of) ? [{ ...table(of), name }] : [],
      );
  return all.map((source: Table) => ({
    name: text(source.name) ?? "",
    version: text(source.version) ?? "",
    licence: text(source.licence) ?? "",
    documents: number(source.documents),
    tokens: number(source.tokens),
  }));
}

/** Labels it predicted in all; null where they were not counted. */
export function labelsOf(lines: readonly Line[]): number | null {
  const counts = linesOf(lines, "step").map((line) => line.label_predictions ?? 0);
  const most = Math.max(0, ...counts);
  return most > 0 ? most : null;
}

/** The middle one of the speeds that were written down, which a pause does not move. */
export function usualSpeed(lines: readonly Line[]): { speed: number; mfu: number | null } | null {
  const steps = linesOf(lines, "step").filter((line) => line.tokens_per_second != null);
  const sorted = steps.sort((a, b) => (a.tokens_per_second ?? 0) - (b.tokens_per_second ?? 0));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle?.tokens_per_second == null) return null;
  return { speed: middle.tokens_per_second, mfu: middle.mfu ?? null };
}

function table(value: unknown): Table {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Table)
    : {};
}

function text(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

/** A list of texts, or one text as a list of it. */
function texts(value: unknown): string[] {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one): one is string => typeof one === "string" && one !== "");
}
