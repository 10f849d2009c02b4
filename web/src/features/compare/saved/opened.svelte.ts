// The lanes of a run that was opened from a file: known while it is shown, and no longer.

import type { Settings } from "../../../core/api/api";
import { day } from "../../../core/text/dates";
import type { ComparedRun, SavedLane } from "../../../core/runFile/runs";
import type { RecordingHead } from "../../../core/recordings/recordings";
import { LaneRun, type Wanted } from "../laneRun.svelte";
import { openedRun } from "../../../state/runFile/openedComparison";

interface Entry {
  lane: SavedLane;
  prompt: string; // rendered
  labels: string; // the answers that were scored
  written: boolean; // it wrote a text, and was not for its score alone
}

class OpenedLanes {
  readonly #runs = new Map<string, LaneRun>(); // by key, so that a lane is one run
  #of: ComparedRun | null = null;

  readonly #entries = $derived.by<readonly Entry[]>(() => {
    return (openedRun()?.results.lanes ?? []).map(entryOf);
  });

  /** The whole lane, or of a glass what is there: its score. */
  finished(request: Wanted): LaneRun | null {
    return this.#run(request, (entry) => entry.written && sameSettings(entry.lane, request));
  }

  scored(request: Wanted): LaneRun | null {
    const run = this.finished(request) ?? this.#run(request, () => true);
    return run?.score == null ? null : run;
  }

  /** What the second model answered to the same. */
  second(request: Wanted): LaneRun | null {
    return this.#run(request, () => true, 1);
  }

  #run(request: Wanted, fits: (entry: Entry) => boolean, model = 0): LaneRun | null {
    const labels = request.prompt.labels.map(({ text }) => text).join("\n");
    const entry = this.#entries.find(
      ({ lane, prompt, labels: scored, written }) =>
        lane.model === model &&
        prompt === request.text &&
        (scored === labels || scored === "") &&
        (lane.reasoning ? request.lane.reasoning === true : request.lane.reasoning !== true) &&
        fits({ lane, prompt, labels: scored, written }),
    );
    if (entry === undefined) return null;
    const { lane } = entry;
    const { settings } = model === 0 ? request : lane; // the second is asked for less
    return this.#made({ ...request, settings }, lane);
  }

  #made(request: Wanted, lane: SavedLane): LaneRun {
    const opened = openedRun();
    if (this.#of !== opened) this.#runs.clear();
    this.#of = opened;
    const key = `${request.key} ${lane.model} ${lane.events.length}`;
    const known = this.#runs.get(key);
    if (known !== undefined) return known;
    const run = new LaneRun(request, headOf(opened, lane.model, request.settings));
    for (const event of lane.events) run.take({ ...event, lane: request.lane.id });
    run.finish("done");
    this.#runs.set(key, run);
    return run;
  }
}

function entryOf(lane: SavedLane): Entry {
  const [start] = lane.events;
  const score = lane.events.find((event) => event.type === "score" && event.sample == null);
  const labels = score?.type === "score" ? score.labels.map(({ text }) => text) : [];
  return {
    lane,
    prompt: start?.type === "start" ? start.prompt : "",
    labels: labels.join("\n"),
    written: start?.type === "start" && start.samples > 0,
  };
}

function sameSettings({ settings }: SavedLane, request: Wanted): boolean {
  const names = Object.keys(request.settings) as (keyof Settings)[];
  return names.every((name) => settings[name] === request.settings[name]);
}

/** As a recording names itself. */
function headOf(run: ComparedRun | null, at: number, settings: Settings): RecordingHead | null {
  const model = run?.models[at];
  if (run == null || model === undefined) return null;
  const { id, name, digest, precision } = model;
  const [date, engine] = [day(new Date(run.made)), `Shotglass ${run.shotglass}`];
  return { model: id, name, digest: digest ?? "", date, precision, engine, settings };
}

export const openedLanes = new OpenedLanes();
