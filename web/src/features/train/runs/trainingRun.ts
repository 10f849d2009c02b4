// A training run as the server tells it: its entry in the list, its lines, and how lines go on.

import type { Metric as Line, RunEntry } from "../../../core/api/api.gen";

export type {
  ChainsLine,
  HeadsLine,
  HeldLine,
  Metric as Line,
  ProbeLine,
  QuestionsLine,
  RepeatedQuestion,
  RunEntry,
  StartLine,
  StepLine,
  TrainingRun as Run,
} from "../../../core/api/api.gen";

export type RunState = RunEntry["state"];
export type Measured = Exclude<Line, { kind: "start" | "resume" }>;

export function isMeasured(line: Line): line is Measured {
  return line.kind !== "start" && line.kind !== "resume";
}

/** The lines after more of them came: a resumed run drops what it had beyond its step, a run that
 * was begun anew drops all. */
export function grown(lines: readonly Line[], more: readonly Line[]): Line[] {
  let all = [...lines];
  for (const line of more) {
    if (line.kind === "start") all = [];
    if (line.kind === "resume") {
      all = all.filter((old) => old.kind === "start" || old.step <= line.step);
    }
    all.push(line);
  }
  return all;
}

export function linesOf<K extends Line["kind"]>(
  lines: readonly Line[],
  kind: K,
): Extract<Line, { kind: K }>[] {
  return lines.filter((line): line is Extract<Line, { kind: K }> => line.kind === kind);
}

/** Runs in the order they are offered: what is going on first, then what ships, then the latest. */
export function offered(runs: readonly RunEntry[]): RunEntry[] {
  const rank = (run: RunEntry) => (run.state === "running" ? 0 : run.origin === "recorded" ? 1 : 2);
  return [...runs].sort((a, b) => rank(a) - rank(b) || (rank(a) === 2 ? b.started - a.started : 0));
}

/** The run the page opens with: the one that ships to show emergence, else one that was probed. */
export function opening(runs: readonly RunEntry[]): RunEntry | undefined {
  return (
    runs.find((run) => run.id === EMERGENCE) ??
    offered(runs).find((run) => run.probed) ??
    offered(runs)[0]
  );
}

export const EMERGENCE = "emergence";

export const TRAIN_COMMAND = "shotglass train gpt2-tiny";
export const TUNE_COMMAND = "shotglass train own-rows";
export const TORCH_COMMAND = "pip install 'shotglass[train]'";

// How a run was made, read out of its recipe and its data file as far as they say it.

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
  chains: boolean; // whether it was trained on Markov chains
  tuned: boolean; // from a model that was imported, on text or rows of one's own
  unread: boolean; // no stage of it, and none before it, read its sources' prose
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
    chains: stagesOf(recipe).some((stage) => stage.chains === true),
    tuned: isTuned(recipe),
    unread: isUnread(recipe),
    notes: texts(notes),
  };
}

/** The id of the run that one goes on from, of its recipe; null where it begins with nothing. */
export function startOf(recipe: Table): string | null {
  const start = text(table(recipe.training).start)?.replace(/\/checkpoint$/, "");
  return start?.split("/").at(-1) || null;
}

/** The families of episodes that its stages drew, in the order they name them. */
function episodesOf(recipe: Table): string[] {
  const drawn = stagesOf(recipe).flatMap((stage) =>
    Object.entries(table(stage.episodes)).filter(([, share]) => Number(share) > 0),
  );
  return [...new Set(drawn.map(([family]) => family))];
}

/** Whether the recipe's model is another one's, which it went on from: then its `family` is that one's
 * name. */
function isTuned(recipe: Table): boolean {
  const start = startOf(recipe);
  return start !== null && text(table(recipe.model).family) === start;
}

/** Whether the recipe says of every stage that it draws no prose; a run that goes on from another one
 * may have read some there. */
function isUnread(recipe: Table): boolean {
  const stages = stagesOf(recipe);
  return stages.length > 0 && startOf(recipe) === null && stages.every(({ prose }) => prose === 0);
}

function stagesOf(recipe: Table): Table[] {
  return Array.isArray(recipe.stages) ? recipe.stages.map(table) : [];
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
  return all.filter((item): item is string => typeof item === "string" && item !== "");
}
