// A model that runs here: its tokenizer, its graph, and what it has read.

import type { Manifest, PromptInput } from "../core/api/api";
import { Prediction } from "../core/decoding/distribution";
import { type Cache, Reader, type Reading } from "./session/cache";
import type { EncodedLabels } from "./text/labels";
import { PromptTokens, type Tokenizer } from "./text/tokenizer";
import { Refusal } from "./refusal";
import type { Session } from "./session/session";

export const MOST_CONTEXT = 2048; // tokens, as the server serves by default

export class Model {
  readonly context: number;
  readonly stopIds: ReadonlySet<number>;
  readonly prompts: PromptTokens;
  readonly #reader: Reader;

  constructor(
    readonly manifest: Manifest,
    readonly tokenizer: Tokenizer,
    readonly session: Session,
  ) {
    this.context = Math.min(manifest.architecture.context ?? MOST_CONTEXT, MOST_CONTEXT);
    this.stopIds = new Set(manifest.stop_ids);
    this.prompts = PromptTokens.of(tokenizer, manifest);
    this.#reader = new Reader(session);
  }

  get id(): string {
    return this.manifest.id;
  }

  readonly textOf = (id: number): string => this.tokenizer.textOf(id);

  /**
   * Token ids of a prompt, behind the start token where the source puts it there; an empty one begins
   * from the start token in any case. Token ids are read as they are. Throws Refusal.
   */
  encode(prompt: PromptInput): number[] {
    if (typeof prompt !== "string") return this.requireTokens(prompt, "/prompt_ids");
    const ids = this.prompts.encode(prompt);
    if (ids.length > 0) return ids;
    const { start_id } = this.manifest;
    if (start_id !== null) return [start_id];
    const detail = `The prompt is empty and ${this.id} has no start token: write something.`;
    throw new Refusal("invalid_parameter", detail, "/prompt");
  }

  /** The ids as they are. Throws Refusal for one that is no token. */
  requireTokens(ids: readonly number[], pointer: string): number[] {
    const { vocabulary } = this.session.shape;
    const strange = ids.find((id) => id < 0 || id >= vocabulary);
    if (strange === undefined) return [...ids];
    const detail = `${strange} is no token: ids from 0 to ${vocabulary - 1} were expected.`;
    throw new Refusal("token_out_of_range", detail, pointer);
  }

  /** Throws Refusal saying by how many tokens. */
  requireRoom(ids: readonly number[], newTokens: number): void {
    const over = ids.length + newTokens - this.context;
    if (over <= 0) return;
    throw new Refusal(
      "context_length_exceeded",
      `This model's maximum context length is ${this.context} tokens as served here; the prompt is ` +
        `too long by ${over}: it is ${ids.length} tokens and ${newTokens} are asked for. Shorten the prompt ` +
        "or ask for fewer tokens.",
      "/prompt",
    );
  }

  read(ids: readonly number[], signal: AbortSignal): Promise<Reading> {
    return this.#reader.read(ids, signal);
  }

  /** The log-probability of each label after a prompt, by the chain rule, in nats. */
  async labelLogprobs(
    { cache }: Reading,
    after: Prediction,
    { ids }: EncodedLabels,
    signal: AbortSignal,
  ): Promise<number[]> {
    const result: number[] = [];
    for (const label of ids) {
      signal.throwIfAborted();
      const first = after.logprob(label[0] ?? 0);
      result.push(first + (label.length > 1 ? await this.#rest(cache, label) : 0));
    }
    return result;
  }

  /** Of a label's tokens after the first, read at once. */
  async #rest(cache: Cache, label: readonly number[]): Promise<number> {
    const rows = label.slice(1).map((_, row) => row);
    const { logits, cache: after } = await this.session.run(cache, label.slice(0, -1), rows);
    this.session.caches.free(after);
    return label
      .slice(1)
      .reduce((sum, id, row) => sum + new Prediction(logits[row] ?? NONE).logprob(id), 0);
  }
}

const NONE = new Float32Array();
