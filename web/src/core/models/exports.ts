// What a model can be taken along as: formats, precisions, sizes, and the report of an export.

import type * as api from "../api/api.gen";
import {
  type GraphEntry,
  type Manifest,
  call,
  isAbort,
  unreachable,
  type ModelSummary,
} from "../api/api";
import { type Problem, payloads } from "../api/events";
import type { Body, Path } from "../api/http";
import { downloadBytes, writing } from "./manifest";

/** Something the exporter looked at; a value, where there is one, stays within what is allowed. */
export interface Check {
  name: string;
  what: string;
  value: number | null;
  at_most: number | null;
  at_least: number | null;
  passed: boolean;
}

/** What the page shows of `export.json`. */
export interface ExportReport {
  precision: string;
  graph: string; // its path in the zip
  opset: number | null; // this and the next two of a graph alone
  ir_version: number | null;
  nodes: number | null;
  bytes: number;
  checks: Check[];
  // after `context` tokens, or of a text that is read where it is 0; null where no graph is written
  milliseconds_per_token: number | null;
  context: number;
  threads: number;
  seconds: number; // that it took to make
  inputs: { name: string; dtype: string }[];
}

export interface Export extends Omit<api.Export, "report"> {
  report: ExportReport;
}

/**
 * `formats`: the precisions of each, the natural one first; `masked`: formats of a model that fills
 * gaps; `install`: the command that brings the exporter, where it is not here.
 */
export interface ExportList extends Omit<api.Exports, "exports"> {
  exports: Export[];
}

export interface Choice {
  format: string;
  precision: string;
}

export type ExportEvent =
  | Omit<api.Progress, "lane">
  | { type: "exported"; export: Export }
  | { type: "failed"; problem: Problem };

const TYPES = new Set(["progress", "exported", "failed"]);

/** An event of the stream; null for a kind that this page does not know. */
export function parseExportEvent(json: string): ExportEvent | null {
  const value = JSON.parse(json) as { type?: unknown } | null;
  return typeof value?.type === "string" && TYPES.has(value.type) ? (value as ExportEvent) : null;
}

/** The formats that a model of this task comes as. */
export function offered(list: ExportList, task: string): string[] {
  const all = Object.keys(list.formats);
  return task === "masked-lm" ? all.filter((format) => list.masked.includes(format)) : all;
}

/** What was wished for, as far as there is such a thing; else the first format as it is natural. */
export function settled(list: ExportList, task: string, wish: Partial<Choice>): Choice {
  const formats = offered(list, task);
  const format = formats.find((item) => item === wish.format) ?? formats[0] ?? "";
  const precisions = list.formats[format] ?? [];
  const precision = precisions.find((item) => item === wish.precision) ?? precisions[0] ?? "";
  return { format, precision };
}

/** The finished export of just this, if there is one. */
export function keptExport(list: ExportList, model: string, choice: Choice): Export | null {
  const same = (item: Export) =>
    item.model === model && item.format === choice.format && item.precision === choice.precision;
  return list.exports.find(same) ?? null;
}

/** Bytes of the files, where they are known: they were made, or the model's folder has them. */
export function knownBytes(list: ExportList, of: Manifest, choice: Choice): number | null {
  const made = keptExport(list, of.id, choice);
  if (made !== null) return made.report.bytes;
  const graph = installed(of, choice);
  return graph === null ? null : downloadBytes(of, graph);
}

/** The graph of the model's folder that is stored as the choice says. */
function installed(of: Manifest, { format, precision }: Choice): GraphEntry | null {
  const names = [format, `${format}-${precision}`].filter((name) => name in of.graphs);
  const graphs = names.flatMap((name) => of.graphs[name] ?? []);
  return graphs.find((graph) => storedAs(graph) === precision) ?? null;
}

function storedAs(graph: GraphEntry): string {
  if (writing(graph) === "int8") return "int8";
  return graph.precision.startsWith("fp16") ? "fp16" : "fp32";
}

const PORTABLE = ["input_ids", "attention_mask", "position_ids"];

/** Whether the programs of `elsewhere` run it: the inputs they feed, and a cache in fp32. */
export function runsElsewhere({ inputs }: ExportReport): boolean {
  const names = inputs.slice(0, PORTABLE.length).map((input) => input.name);
  const cache = inputs.slice(PORTABLE.length);
  return (
    names.join() === PORTABLE.join() &&
    cache.length > 0 &&
    cache.every((input) => input.dtype === "float32")
  );
}

// The server's routes about exports as typed calls, as in `api.ts`.

/** What was made, and what can be. */
export async function exportList(signal?: AbortSignal): Promise<ExportList> {
  return (
    await call("/api/v1/exports", undefined, signal)
  ).json() as Promise<object> as Promise<ExportList>;
}

/** Makes an export and tells how far it is; leaving the loop ends the work. */
export function makeExport(
  model: string,
  choice: Choice,
  signal?: AbortSignal,
): AsyncGenerator<ExportEvent> {
  const path = `/api/v1/models/${encodeURIComponent(model)}/exports` as const;
  return follow(path, choice as api.ExportBody, parseExportEvent, signal);
}

/** The events of something that is being made, as far as `parse` knows them. Throws ApiError. */
export async function* follow<E, P extends Path>(
  path: P,
  request: Body<P>,
  parse: (json: string) => E | null,
  signal?: AbortSignal,
): AsyncGenerator<E> {
  const response = await call(path, request, signal);
  if (response.body === null) throw unreachable();
  try {
    for await (const text of payloads(response.body)) {
      const event = parse(text);
      if (event !== null) yield event;
    }
  } catch (error) {
    throw isAbort(error) ? error : unreachable();
  }
}

/** Where an export's zip is. */
export function exportPath(id: string): string {
  return `/api/v1/exports/${encodeURIComponent(id)}/download`;
}

// Graphs that are made when they are first asked for: 8-bit ones for the server, others for browsers.

/** What can be asked for. */
export type Wanted = "int8" | "web";

export type GraphEvent =
  | Omit<api.Progress, "lane">
  | { type: "made"; model: ModelSummary }
  | { type: "failed"; problem: Problem };

const GRAPH_EVENTS = new Set(["progress", "made", "failed"]);

/** An event of the stream; null for a kind that this page does not know. */
export function parseGraphEvent(json: string): GraphEvent | null {
  const value = JSON.parse(json) as { type?: unknown } | null;
  return typeof value?.type === "string" && GRAPH_EVENTS.has(value.type)
    ? (value as GraphEvent)
    : null;
}

/** Makes the graph and tells how far it is; leaving the loop ends the work. */
export function makeGraph(
  model: string,
  precision: Wanted,
  signal?: AbortSignal,
): AsyncGenerator<GraphEvent> {
  const path = `/api/v1/models/${encodeURIComponent(model)}/graphs` as const;
  return follow(path, { precision, stream: true }, parseGraphEvent, signal);
}
