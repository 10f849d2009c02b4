// The beam search that Decode shows: what was asked, its tree as it grows, the best of what ended.

import { ApiError, beam, isAbort, type Of } from "../../../core/api/api";
import { after, heldTo, type Constraint } from "../../../core/decoding/constraint";
import type { BeamSettings } from "../../../core/decoding/settings";
import { beamTree } from "../../../ui/figures/decoding/beamTree";
import { EXACT, type Numbers } from "../../../core/models/precision";
import type { BeamNode, BeamResult, Problem, SearchEvent } from "../../../core/api/events";
import { decode } from "../state.svelte";
import { server } from "../../../state/server.svelte";
import { precision } from "../../../state/precision.svelte";

/** What a search began with. */
export interface SearchQuestion extends Of {
  name: string; // of the model
  numbers: Numbers;
  text: string;
  given: readonly number[] | null; // the text's tokens, where they go in its place
  taken: readonly string[];
  settings: BeamSettings;
  constraint: Constraint | null; // what every hypothesis is held to
}

class Search {
  status = $state<"none" | "running" | "stopped" | "done">("none");
  question = $state.raw<SearchQuestion | null>(null);
  nodes = $state.raw<readonly BeamNode[]>([]);
  results = $state.raw<readonly BeamResult[]>([]);
  finished = $state(0);
  problem = $state.raw<Problem | null>(null);
  readonly tree = $derived(beamTree(this.nodes, this.results));
  #abort = new AbortController();

  /** What is shown does not belong to what is written above (any more). */
  get stale(): boolean {
    return this.question !== null && keyOf(this.question) !== keyOf(now());
  }

  /** The tokens of the tree still follow the text above. */
  get follows(): boolean {
    const { question: request } = this;
    if (request?.text !== decode.text || request.model !== server.model?.id) return false;
    return JSON.stringify(request.given) === JSON.stringify(decode.given);
  }

  async start(): Promise<void> {
    this.stop();
    const abort = (this.#abort = new AbortController());
    const start = now();
    [this.question, this.nodes, this.results, this.problem] = [start, [], [], null];
    this.status = "running";
    const { model, precision, text, given, taken, settings } = start;
    try {
      const continuation = await decode.idsOf(model, taken, abort.signal);
      const constraint = start.constraint && after(start.constraint, taken.join(""));
      const held = { ...settings, ...heldTo(constraint ?? undefined) };
      const request = { model, precision, prompt: given ?? text, continuation, settings: held };
      for await (const event of beam(request, abort.signal)) this.#take(event);
    } catch (error) {
      if (isAbort(error)) return; // stopped, or another search has begun
      if (!(error instanceof ApiError)) throw error;
      this.problem = error.problem;
    }
    if (this.status === "running") this.status = "stopped";
  }

  stop(): void {
    this.#abort.abort();
    if (this.status === "running") this.status = "stopped";
  }

  #take(event: SearchEvent): void {
    if (event.type === "beam") this.nodes = [...this.nodes, ...event.nodes];
    else if (event.type === "failed") this.problem = event.problem;
    else if (event.type === "found") {
      this.results = event.results;
      this.finished = event.finished;
      this.status = "done";
    }
  }
}

function now(): SearchQuestion {
  const { text, given, taken, beam: settings } = decode;
  const { model } = server;
  const of = model === null ? { model: "" } : precision.of(model);
  const numbers = model === null ? EXACT : precision.onServer;
  const { constraint } = decode.form;
  return { ...of, name: model?.name ?? "", numbers, text, given, taken, settings, constraint };
}

function keyOf(question: SearchQuestion): string {
  const { model, numbers, text, given, taken, settings, constraint } = question;
  return JSON.stringify([model, numbers.as, text, given, taken, settings, constraint]);
}

export const search = new Search();
