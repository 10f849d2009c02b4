// The server's native API as typed calls. Every call can be aborted; every failure is an ApiError.

import type * as api from "./api.gen";
import { constraintBody, maskOf, type Constraint } from "../decoding/constraint";
import type { BeamSettings } from "../decoding/settings";
import type { CauseEvent, MeasureEvent, Piece, RunEvent, ScoreEvent, SearchEvent } from "./events";
import { parseExplain, type Explained, type ExplainRequest } from "./explain";
import { call, events, type Body } from "./http";
import { parseTrace, type Traced, type TraceRequest, type WeightRow } from "./trace";
import type { Precision, PrecisionEntry } from "../models/precision";
import type { ShapeRow } from "../models/shapes";

export { ApiError, call, IS_SITE, isAbort, located, unreachable } from "./http";

/** A model of the list, with what was measured of its precisions. */
export interface ModelSummary extends Omit<api.InstalledModel, "precisions"> {
  precisions: PrecisionEntry[];
}

/** Which model answers, and in which precision; where none is named, the server's own. */
export interface Of {
  model: string;
  precision?: Precision | undefined;
}

export interface ModelList extends Omit<api.Models, "models"> {
  models: ModelSummary[];
}

export type { GraphEntry, Manifest, ModelConfig as Architecture, RenderedChat } from "./api.gen";

/** What Compare's settings are; Decode's have more of `SettingsBody`. */
export type Settings = Required<
  Pick<api.SettingsBody, "max_tokens" | "temperature" | "top_k" | "top_p" | "n" | "seed">
>;

export type LaneRequest = Omit<api.LaneBody, "shot_set"> & {
  shot_set?: string;
  shots: number[];
};

/** What is changed inside the model; with any list of them it answers in fp32. */
export type Changes = NonNullable<api.ScoreBody["interventions"]>;

export interface CompareRequest extends Of {
  prompt: api.Prompt;
  lanes: LaneRequest[];
  settings: Settings;
  interventions?: Changes | undefined;
}

/** What is continued: a text, or the token ids that it is read as. */
export type PromptInput = string | readonly number[];

export interface GenerateRequest extends Of {
  prompt: PromptInput;
  settings: Settings & { stop: string[]; constraint?: api.ConstraintBody };
  interventions?: Changes | undefined;
}

export interface BeamRequest extends Of {
  prompt: PromptInput;
  continuation: number[]; // token ids after the prompt
  settings: BeamSettings & { constraint?: api.ConstraintBody };
}

/** What lies in the Hugging Face cache of the server's machine and is not imported. */
export async function importable(signal?: AbortSignal): Promise<api.Importable> {
  return (await call("/api/v1/importable", undefined, signal)).json();
}

export async function models(signal?: AbortSignal): Promise<ModelList> {
  return (await call("/api/v1/models", undefined, signal)).json();
}

export async function manifest(id: string, signal?: AbortSignal): Promise<api.Manifest> {
  return (await call(`/api/v1/models/${encodeURIComponent(id)}`, undefined, signal)).json();
}

/** Published and installed shapes with their exact counts; no model is loaded for them. */
export async function shapes(signal?: AbortSignal): Promise<ShapeRow[]> {
  const response = await call("/api/v1/shapes", undefined, signal);
  return (await response.json()).shapes as unknown[] as ShapeRow[];
}

export function filePath(id: string, name: string) {
  return `/api/v1/models/${encodeURIComponent(id)}/files/${encodeURIComponent(name)}` as const;
}

export function downloadPath(id: string, format: string): string {
  return `/api/v1/models/${encodeURIComponent(id)}/download/${encodeURIComponent(format)}`;
}

export async function tokenize(
  model: string,
  text: string,
  signal?: AbortSignal,
): Promise<Piece[]> {
  return (await (await call("/api/v1/tokenize", { model, text }, signal)).json()).tokens;
}

/** Questions with answers from text or a file of any form; why they cannot be read is in the answer. */
export async function readRows(
  body: Body<"/api/v1/rows">,
  signal?: AbortSignal,
): Promise<api.Rows> {
  return (await call("/api/v1/rows", body, signal)).json();
}

/** One turn of a conversation. */
export interface Message {
  role: "system" | "user" | "assistant";
  content: string;
}

/** A conversation as the model's own chat template writes it: the text, and its tokens. */
export async function renderChat(
  model: string,
  messages: readonly Message[],
  signal?: AbortSignal,
): Promise<api.RenderedChat> {
  return (await call("/api/v1/chat/render", { model, messages }, signal)).json();
}

export async function score(
  of: Of,
  prompt: string,
  labels: string[],
  signal?: AbortSignal,
  interventions?: Changes,
): Promise<ScoreEvent> {
  const request = { ...of, prompt, labels, interventions };
  return (await call("/api/v1/score", request, signal)).json();
}

/** The same of many prompts, each at labels of its own or all at the same. */
export async function scores(
  of: Of,
  prompts: string[],
  labels: string[] | string[][],
  signal?: AbortSignal,
): Promise<api.Scores> {
  return (await call("/api/v1/scores", { ...of, prompts, labels }, signal)).json();
}

/** The text of every token, by id. */
export async function vocabulary(model: string, signal?: AbortSignal): Promise<string[]> {
  const path = `/api/v1/models/${encodeURIComponent(model)}/vocabulary` as const;
  return (await (await call(path, undefined, signal)).json()).tokens;
}

/** Logits (V,) of what follows, the prompt's token ids, log p of each token of the continuation. */
export interface NextLogits {
  logits: Float32Array;
  prompt: number[];
  logprobs: number[];
}

/**
 * The whole next-token distribution after `prompt` and the tokens of `continuation`, by id, bit
 * for bit what a sample that wrote them went on from.
 */
export async function nextLogits(
  of: Of,
  prompt: PromptInput,
  continuation: readonly number[],
  signal?: AbortSignal,
  interventions?: Changes,
): Promise<NextLogits> {
  const body = { ...of, ...promptBody(prompt), continuation, interventions };
  const response = await call("/api/v1/logits", body, signal);
  return decodeLogits(await response.arrayBuffer());
}

/** Which tokens (V,) a constraint allows next, 1 or 0 by id. Rejects where it cannot be used. */
export async function allowed(
  of: Of,
  constraint: Constraint,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const body = { ...of, constraint: constraintBody(constraint) };
  const response = await call("/api/v1/allowed", body, signal);
  const { bits, vocabulary } = await response.json();
  return maskOf(bits, vocabulary);
}

/** The same after a prompt alone. */
export async function logits(of: Of, prompt: string, signal?: AbortSignal): Promise<Float32Array> {
  return (await nextLogits(of, prompt, [], signal)).logits;
}

/** Little-endian float32 behind a JSON header and its length. */
export function decodeLogits(buffer: ArrayBuffer): NextLogits {
  const length = new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, length));
  const header = JSON.parse(text) as { prompt_ids: number[]; continuation_logprobs: number[] };
  return {
    logits: new Float32Array(buffer.slice(4 + length)),
    prompt: header.prompt_ids,
    logprobs: header.continuation_logprobs,
  };
}

/** What stands at each gap of a text, by a masked model: the `top` likeliest tokens of each. */
export async function fill(
  model: string,
  text: string,
  top: number,
  signal?: AbortSignal,
): Promise<api.Filled> {
  const response = await call("/api/v1/fill", { model, text, top }, signal);
  const [filled] = (await response.json()).texts;
  if (filled === undefined) throw new Error("an answer without its text");
  return filled;
}

/** Logs of other programs, one or two, as the server compares them. */
export async function compareLogs(files: readonly File[]): Promise<api.LogComparison> {
  const logs = await Promise.all(
    files.map(async (file) => ({ name: file.name, data: await base64(file) })),
  );
  return (await call("/api/v1/compare-logs", { logs })).json();
}

/** By a data URL, which the browser writes without a copy of each byte as a text. */
function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(String(reader.result).replace(/^[^,]*,?/, ""));
    };
    reader.onerror = () => {
      reject(reader.error ?? new Error(file.name));
    };
    reader.readAsDataURL(file);
  });
}

/** What the model does inside with a text of at most 512 tokens; in fp32, whatever is chosen. */
export async function explain(request: ExplainRequest, signal?: AbortSignal): Promise<Explained> {
  const response = await call("/api/v1/explain", request, signal);
  return parseExplain(await response.arrayBuffer());
}

/** All numbers on the way through one layer of at most 64 tokens; in fp32, whatever is chosen. */
export async function trace(request: TraceRequest, signal?: AbortSignal): Promise<Traced> {
  const response = await call("/api/v1/trace", request, signal);
  return parseTrace(await response.arrayBuffer());
}

/** A row of one of a model's matrices, and the bias that belongs to it. */
export async function weightRow(
  model: string,
  name: string,
  index: number,
  signal?: AbortSignal,
): Promise<WeightRow> {
  const path = [model, "weights", name, String(index)].map(encodeURIComponent).join("/");
  const row = path as `${string}/weights/${string}/${string}`;
  return (await call(`/api/v1/models/${row}`, undefined, signal)).json();
}

/** The events of a comparison as they happen; leaving the loop closes the request. */
export function compare(request: CompareRequest, signal?: AbortSignal): AsyncGenerator<RunEvent> {
  return events("/api/v1/compare", request, signal);
}

/** The events of a text being continued; as `compare`, with one lane and no score. */
export function generate(request: GenerateRequest, signal?: AbortSignal): AsyncGenerator<RunEvent> {
  return events("/api/v1/generate", { ...request, ...promptBody(request.prompt) }, signal);
}

function promptBody(prompt: PromptInput) {
  return typeof prompt === "string" ? { prompt } : { prompt: null, prompt_ids: [...prompt] };
}

/** The events of a beam search: its tree step by step, then the best. */
export function beam(request: BeamRequest, signal?: AbortSignal): AsyncGenerator<SearchEvent> {
  return events("/api/v1/beam", { ...request, ...promptBody(request.prompt) }, signal);
}

export type MeasureRequest = Omit<Body<"/api/v1/measure">, "exact">;

/** The events of a measurement, whose answers are exact texts; leaving the loop closes the request, which stops it. */
export function measure(
  request: MeasureRequest,
  signal?: AbortSignal,
): AsyncGenerator<MeasureEvent> {
  return events("/api/v1/measure", { ...request, exact: true }, signal);
}

export type SearchName = "example" | "head" | "vector";
export type SearchRequest = Omit<api.HeadsBody & api.VectorsBody, "exact">;

/** The events of a search for what answers depend on; leaving the loop stops it. */
export function search(
  name: SearchName,
  request: SearchRequest,
  signal?: AbortSignal,
): AsyncGenerator<CauseEvent> {
  return events(`/api/v1/measure/${name}`, { ...request, exact: true }, signal);
}

/** Of Shotglass, by the server. */
export async function version(signal?: AbortSignal): Promise<string> {
  return (await (await call("/version", undefined, signal)).json()).version;
}
