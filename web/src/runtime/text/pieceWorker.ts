// The worker that cuts texts into a model's tokens for the page: the tokenizer's 50,000 names, the
// time that reading them takes and the memory that is searched for garbage are not those of the page.

import type { filePath, Manifest } from "../../core/api/api";
import type { Piece, Problem } from "../../core/api/events";
import { ApiError, call } from "../../core/api/http";
import { problemOf } from "../refusal";
import { PromptTokens, Tokenizer } from "./tokenizer";

/** First where a model's tokenizer.json is, and its manifest; then texts. */
export type Job = { path: ReturnType<typeof filePath>; manifest: Manifest } | { text: string };

export interface Question {
  id: number;
  job: Job;
}

/** `result`: the pieces of a text; of a file, whether it can be read here. */
export type Answer = { id: number; result: Piece[] | boolean } | { id: number; problem: Problem };

let tokens: PromptTokens | null = null;

async function read({ path, manifest }: Exclude<Job, { text: string }>): Promise<boolean> {
  const json: unknown = await (await call(path)).json();
  if (isByteLevel(json)) tokens = PromptTokens.of(new Tokenizer(json), manifest);
  return tokens !== null;
}

function isByteLevel(json: unknown): boolean {
  const { pre_tokenizer = null } = json as { pre_tokenizer?: unknown };
  return JSON.stringify(pre_tokenizer).includes("ByteLevel");
}

async function answer({ id, job }: Question): Promise<Answer> {
  try {
    if ("path" in job) return { id, result: await read(job) };
    return { id, result: tokens?.pieces(job.text) ?? [] };
  } catch (error) {
    return { id, problem: error instanceof ApiError ? error.problem : problemOf(error) };
  }
}

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  void answer(data).then((result) => postMessage(result));
});
