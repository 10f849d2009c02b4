// What lanes are known to say: runs that finished, recorded ones, and those of an opened file.

import { SvelteMap } from "svelte/reactivity";
import { computedAs } from "../../core/models/precision";
import { stopsOf } from "../../core/prompting/render";
import { recordings, type LaneQuestion } from "../../core/recordings/recordings";
import type { RunEvent } from "../../core/api/events";
import { LaneRun, type Wanted } from "./laneRun.svelte";
import { openedLanes } from "./saved/opened.svelte";

const MOST_KEPT = 200; // finished lanes, for going back to them without a run

export class Known {
  readonly #finished = new Map<string, LaneRun>();
  readonly #scored = new SvelteMap<string, LaneRun>(); // perhaps stopped after it

  finished(request: Wanted): LaneRun | null {
    const opened = openedLanes.finished(request);
    return opened ?? this.#finished.get(request.key) ?? this.#recorded(request);
  }

  scored(request: Wanted): LaneRun | null {
    return openedLanes.scored(request) ?? this.#scored.get(request.key) ?? null;
  }

  keep(run: LaneRun): void {
    keep(this.#finished, run);
  }

  keepScore(run: LaneRun): void {
    keep(this.#scored, run);
  }

  /** Fetches what is recorded of the lane, where it is not known anyway. */
  async fetch(request: Wanted): Promise<void> {
    if (this.finished(request) !== null || !isRecordedModel(request)) return;
    const events = await recordings.lane(question(request));
    if (events !== null) this.#take(request, events);
  }

  #recorded(request: Wanted): LaneRun | null {
    if (!isRecordedModel(request)) return null;
    const events = recordings.opening(question(request));
    return events === null ? null : this.#take(request, events);
  }

  #take(request: Wanted, events: readonly RunEvent[]): LaneRun {
    const run = new LaneRun(request, recordings.head);
    for (const event of events) run.take(event);
    run.finish("done");
    this.keep(run);
    if (run.score !== null) this.keepScore(run);
    return run;
  }
}

/**
 * What was recorded was computed on a computer, and in one precision: in this browser, or in another
 * precision, it is computed anew.
 */
function isRecordedModel({ where, of, numbers }: Wanted): boolean {
  const { head } = recordings;
  if (head === null || where !== "computer" || of.model !== head.model) return false;
  return computedAs(head.precision) === numbers.as;
}

function question({ text, prompt, settings }: Wanted): LaneQuestion {
  const labels = prompt.labels.map((label) => label.text);
  return { prompt: text, labels, stops: stopsOf(prompt), settings };
}

function keep(runs: Map<string, LaneRun>, run: LaneRun): void {
  runs.set(run.key, run);
  const [oldest] = runs.keys();
  if (runs.size > MOST_KEPT && oldest !== undefined) runs.delete(oldest);
}
