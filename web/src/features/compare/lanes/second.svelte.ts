// A second model on Compare's axis: asked live for what is shown of the first, or out of a run that was
// opened from a file.

import { ApiError, isAbort, type ModelSummary } from "../../../core/api/api";
import { failuresOf, type Failure } from "../../../core/api/events";
import { render } from "../../../core/prompting/render";
import type { LaneId, Scored } from "../../../core/statistics/readings";
import { server } from "../../../state/server.svelte";
import { compare } from "../../../state/asking";
import { place } from "../../../state/place.svelte";
import { precision } from "../../../state/precision.svelte";
import { comparison } from "../comparison.svelte";
import { laneRequest, LaneRun } from "../laneRun.svelte";
import { openedLanes } from "../saved/opened.svelte";
import { openedModel } from "../../../state/runFile/openedComparison";

const MOST_KEPT = 200; // lanes, for going back to them without a run

/** A lane of the first model that the axis draws, and the second's run of the same question. */
interface Pair {
  lane: LaneId;
  run: LaneRun;
  own: LaneRun | null;
}

class SecondModel {
  open = $state(false);
  model = $state<string | null>(null); // an id
  live = $state(false); // something was chosen or run on this page; a link alone runs nothing
  running = $state(false);
  finished = $state(0); // how often, so that the page can say once what each run brought
  #runs = $state.raw<ReadonlyMap<string, LaneRun>>(new Map());
  #abort: AbortController | null = null;

  /** The model to ask; null where none is chosen, it is not on the server, or it is the first. */
  readonly summary = $derived<ModelSummary | null>(
    this.model === server.model?.id
      ? null
      : (server.models.find(({ id }) => id === this.model) ?? null),
  );

  /** It, where the run that was opened from a file has its answers. */
  readonly opened = $derived.by(() => {
    const opened = openedModel(1);
    return opened?.of.model === this.model ? opened : null;
  });

  readonly name = $derived(this.opened?.name ?? this.summary?.name ?? "");

  readonly pairs = $derived<readonly Pair[]>(
    comparison.scores.flatMap(({ lane }) => {
      const run = comparison.scored[lane];
      return run === null ? [] : [{ lane, run, own: this.#ownOf(run) }];
    }),
  );

  readonly scores = $derived<readonly Scored[]>(
    this.pairs.flatMap(({ lane, run, own }) =>
      own === null || own.score === null ? [] : [{ lane, k: run.k, score: own.score }],
    ),
  );

  /** Whether lanes are shown that the second model has not answered. */
  get lacks(): boolean {
    return (
      this.opened === null &&
      this.summary !== null &&
      this.pairs.some(({ own }) => own?.status !== "done")
    );
  }

  get failures(): Failure[] {
    if (this.summary === null) return [];
    const lanes = this.pairs.map(({ lane, own }) => ({ id: lane, problem: own?.problem ?? null }));
    return failuresOf(null, lanes);
  }

  choose(id: string | null): void {
    this.stop();
    [this.model, this.live] = [id, true];
  }

  close(): void {
    this.choose(null);
    this.open = false;
  }

  /** What is missing, because a person wants it: at once, or as soon as the first model is done. */
  ask(): void {
    if (this.live) void this.follow();
    this.live = true;
  }

  /** Takes over what an address says; runs nothing. */
  adopt(id: string | null): void {
    if (id === this.model) return;
    this.stop();
    [this.model, this.open] = [id, id !== null];
  }

  stop(): void {
    this.#abort?.abort();
    [this.#abort, this.running] = [null, false];
  }

  /** Asks for what is shown of the first model and not known of the second, lane by lane. */
  async follow(): Promise<void> {
    this.stop();
    const model = this.summary;
    if (model === null || !this.lacks) return;
    const abort = new AbortController();
    [this.#abort, this.running] = [abort, true];
    try {
      for (const { run, own } of this.pairs) {
        const known = own?.status === "done" || this.#ownOf(run)?.status === "done";
        if (!known) await this.#ask(model, run, abort.signal);
      }
    } catch (error) {
      if (!isAbort(error)) throw error;
    } finally {
      if (this.#abort === abort) {
        [this.#abort, this.running] = [null, false];
        this.finished += 1;
      }
    }
  }

  async #ask(model: ModelSummary, first: LaneRun, signal: AbortSignal): Promise<void> {
    const { lane, prompt } = first;
    const of = precision.of(model);
    const where = place.engineOf(model.id) === null ? "computer" : "browser";
    const key = keyOf(model, first);
    const settings = settingsOf(first);
    const numbers = precision.numbersFor(model);
    const run = new LaneRun({ key, where, lane, of, numbers, prompt, text: "", settings });
    const request = { ...of, prompt, lanes: [laneRequest(lane)], settings };
    try {
      for await (const event of compare(request, signal)) {
        if (event.type === "end") run.finish("done");
        else run.take(event);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      [run.problem, run.status] = [error.problem, "failed"]; // the other lanes may do better
    }
    const stored = [...this.#runs].filter(([other]) => other !== key).slice(1 - MOST_KEPT);
    this.#runs = new Map([...stored, [key, run]]);
  }

  #ownOf(run: LaneRun): LaneRun | null {
    if (this.opened !== null) {
      const { key, lane, prompt, settings } = run;
      const { text } = render(prompt, lane);
      return openedLanes.second({ ...this.opened, key, lane, prompt, text, settings });
    }
    const { summary } = this;
    return summary === null ? null : (this.#runs.get(keyOf(summary, run)) ?? null);
  }
}

/** Only a reasoning lane's score depends on what is drawn; of the others one token is enough. */
function settingsOf({ lane, settings }: LaneRun): LaneRun["settings"] {
  return lane.reasoning === true ? settings : { ...settings, n: 1, max_tokens: 1 };
}

/** The whole of what is asked. */
function keyOf(model: ModelSummary, run: LaneRun): string {
  const { prompt, lane } = run;
  const { text } = render(prompt, lane);
  const labels = prompt.labels.map((label) => label.text);
  const drawn = lane.reasoning === true ? run.settings : null;
  const numbers = precision.numbersFor(model).as;
  return JSON.stringify([model.id, numbers, text, labels, prompt.stop, drawn, run.expected]);
}

export const second = new SecondModel();
