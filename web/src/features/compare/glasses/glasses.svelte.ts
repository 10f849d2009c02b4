// The glasses on the page: one a number of examples, filled by what is known of its prompt. What is
// recorded comes first, and the model is asked for the others when the lanes have their answers.

import { SvelteMap } from "svelte/reactivity";
import { ApiError } from "../../../core/api/api";
import type { Problem, RunEvent, StartEvent } from "../../../core/api/events";
import { contents, partOf, wordBeside } from "../../../core/answers/contents";
import { answerColor, counts, type Glass } from "../../../ui/plot/glass/glass";
import { compare } from "../../../state/asking";
import { colorsOf } from "../../../state/answerColors";
import { draft } from "../../../state/draft.svelte";
import { place } from "../../../state/place.svelte";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { comparison } from "../comparison.svelte";
import { Coming } from "./coming.svelte";
import { laneRequest, LaneRun, requestFor, type Wanted } from "../laneRun.svelte";

const MOST = 16; // prompts of one request

/** A number of examples, and the run that its glass shows, where there is one. */
export interface Poured extends Glass {
  run: LaneRun | null;
}

class Glasses {
  room = $state(9); // glasses that stand beside each other
  readonly #coming = new Coming(); // by the keys of what is being scored
  #last = new Map<number, LaneRun>(); // by number of examples, for what was edited since
  readonly #refused = new SvelteMap<string, Problem | null>(); // by key, since the last run
  #since: unknown = null; // the run after which they were refused

  readonly all = $derived.by<Poured[]>(() =>
    counts(draft.most, draft.k, this.room).map((k) => this.#pour(k)),
  );

  readonly #expects = $derived(draft.prompt.query.expected !== undefined);

  /** The likeliest word here: what the page speaks of where no answer is expected. */
  readonly #word = $derived.by(() => {
    const { score = null } = this.#held(draft.k).run ?? {};
    return score === null ? null : wordBeside(score, this.#expects);
  });

  /** Whose parts the glasses hold: the answers, and the likeliest word. */
  readonly answers = $derived(
    contents(
      draft.prompt.labels.map(({ text }) => text),
      this.#word,
      this.#expects,
    ),
  );

  /** The word that has a part here, and no row on the axis. */
  readonly apart = $derived(
    this.#word === null || this.#word.answer || this.#word.holds.length > 0
      ? null
      : this.#word.text,
  );

  /** The place of what the page speaks of among them; null where there is nothing yet, or it has none. */
  readonly lead = $derived.by(() => {
    const subject = draft.prompt.query.expected ?? this.#word?.text;
    const at = this.answers.findIndex((text) => text === subject);
    return at < 0 ? null : at;
  });

  /** The places of the answers by their colors. */
  readonly colors = $derived.by(() => {
    const subject = this.#expects ? null : (this.#word?.text ?? null);
    return colorsOf(this.answers, this.lead, subject);
  });

  readonly here = $derived(this.all.find(({ k }) => k === draft.k) ?? null);

  /** The color of an answer, as the prompt holds it; null for one that shares the color of the rest. */
  colorOf(answer: string): string | null {
    const at = this.answers.indexOf(answer);
    const slot = at < 0 ? -1 : this.colors.indexOf(at);
    return slot < 0 ? null : answerColor(slot);
  }

  /** As text, so that what does not change them asks nothing anew. */
  readonly keys = $derived(this.all.map(({ k }) => requestAt(k)?.key ?? "").join("\n"));

  /** Why a glass that is shown could not be filled. */
  readonly problem = $derived.by(() => {
    const requests = this.all.flatMap(({ k }) => requestAt(k) ?? []);
    return requests.map(({ key }) => this.#refused.get(key)).find((item) => item != null) ?? null;
  });

  #pour(k: number): Poured {
    const { run, known, coming } = this.#held(k);
    const score = run?.score ?? null;
    const all =
      run && this.answers.map((text) => (score === null ? { p: 0 } : partOf(score, text)));
    const parts = all?.map((part) => part.p) ?? null;
    const { below } = all?.[this.lead ?? -1] ?? {};
    return { k, run, parts, coming, stale: !known, ...(below === undefined ? {} : { below }) };
  }

  /** What a glass shows: what is known of its prompt, else what it held before an edit. */
  #held(k: number): { run: LaneRun | null; known: boolean; coming: boolean } {
    const request = requestAt(k);
    const run = request === null ? null : comparison.known.scored(request);
    if (run !== null) return { run, known: true, coming: false };
    return {
      run: this.#earlier(k),
      known: false,
      coming: request !== null && this.#comes(request),
    };
  }

  /** Whether it is asked for, or will be once the lanes have their answers. */
  #comes({ key, prompt }: Wanted): boolean {
    if (this.#coming.has(key)) return true;
    return comparison.running && !comparison.anyStale && prompt.labels.length > 0;
  }

  /** What the glass held before an edit; nothing where other answers were asked for. */
  #earlier(k: number): LaneRun | null {
    const run = this.#last.get(k);
    const labels = draft.prompt.labels.map(({ text }) => text).join("\n");
    const was = run?.labels.map(({ text }) => text).join("\n");
    return run !== undefined && was === labels && run.lane.shot_set === setOf(k) ? run : null;
  }

  /** Keeps what the glasses hold for the time after an edit. */
  remember(): void {
    for (const { k, run } of this.all) if (run !== null) this.#last.set(k, run);
  }

  /**
   * Fetches what is recorded, then asks for what is missing. What was refused is not asked again
   * before someone runs the lanes; without answers there is no score.
   */
  async fill(asks: boolean, signal: AbortSignal): Promise<void> {
    if (this.#since !== comparison.ended) this.#refused.clear();
    this.#since = comparison.ended;
    const requests = this.all.flatMap(({ k }) => requestAt(k) ?? []);
    const may = asks && place.ready && !runFiles.isShown;
    const missing = () => requests.filter((item) => comparison.known.scored(item) === null);
    const due = () =>
      missing().filter(({ key, prompt }) => prompt.labels.length > 0 && !this.#refused.has(key));
    const keys = may ? due().map(({ key }) => key) : [];
    this.#coming.begin(keys, signal);
    try {
      await Promise.all(missing().map((item) => comparison.known.fetch(item).catch(() => null)));
      if (may) await this.#askAll(due(), signal);
    } finally {
      this.#coming.end(keys, signal);
    }
  }

  async #askAll(open: Wanted[], signal: AbortSignal): Promise<void> {
    open.reverse(); // the longest first: what the others begin with is in it
    for (let at = 0; at < open.length && !signal.aborted; at += MOST) {
      await this.#ask(open.slice(at, at + MOST), signal);
    }
  }

  /** In one request, so that what the prompts begin with in common is read once. */
  async #ask(requests: readonly Wanted[], signal: AbortSignal): Promise<void> {
    let problem: Problem | null = null;
    try {
      const starts: StartEvent[] = [];
      for await (const event of scores(requests, signal)) {
        if (event.type === "start") starts.push(event);
        else this.#take(event, requests, starts.find(({ lane }) => lane === event.lane) ?? null);
      }
    } catch (error) {
      if (error instanceof ApiError) problem = error.problem;
    }
    for (const request of requests) {
      const open = comparison.known.scored(request) === null && !this.#refused.has(request.key);
      if (open && !signal.aborted) this.#refused.set(request.key, problem);
    }
  }

  /** `start`: how the prompt began; the text that was written is read by nobody. */
  #take(event: RunEvent, requests: readonly Wanted[], start: StartEvent | null): void {
    if (event.type !== "score" && event.type !== "failed") return;
    const request = requests.find((_, at) => String(at) === event.lane);
    if (request === undefined) return;
    if (event.type === "failed") {
      this.#refused.set(request.key, event.problem);
    } else {
      const [run, lane] = [new LaneRun(request), request.lane.id];
      if (start !== null) run.take({ ...start, lane, samples: 0 });
      run.take({ ...event, lane });
      comparison.known.keepScore(run);
    }
  }
}

/** The events of a run whose lanes are named by their places, and write a token that nobody reads. */
function scores(requests: readonly Wanted[], signal: AbortSignal): AsyncGenerator<RunEvent> {
  const [first] = requests as [Wanted, ...Wanted[]];
  const lanes = requests.map(({ lane }, at) => ({ ...laneRequest(lane), id: String(at) }));
  const settings = { ...first.settings, max_tokens: 1, temperature: 0, n: 1 };
  return compare({ ...first.of, prompt: first.prompt, lanes, settings }, signal);
}

/** What a glass' prompt is, as the lane asks it that shows so many examples anyway. */
function requestAt(k: number): Wanted | null {
  if (k === 0) return requestFor("zero");
  return k === 1 && draft.oneShot === 0 ? requestFor("one") : requestFor("few", k);
}

function setOf(k: number): string | null {
  return draft.lane("few", k).shot_set;
}

export const glasses = new Glasses();
