// What has been poured at the bar, in which order, and what the model says to it: recorded up to a full
// glass, asked beyond it. The address keeps it.

import { examplesOf, promptOf, replyTo, type Mix, type Mixes } from "../../../core/gallery/bar";
import { BAR, mixes } from "../../../core/recordings/bar";
import { choice } from "../../../core/address/url";
import { scoreOnce } from "../../../state/asking";
import { precision } from "../../../state/precision.svelte";
import { route, type Addressed } from "../../../state/route.svelte";
import { server } from "../../../state/server.svelte";

const STEP = 900; // ms from shot to shot
const MOST = 8; // examples of each bottle

class Pouring implements Addressed {
  shots = $state(BAR?.opens ?? "");
  other = $state(false); // they stand in the other order
  compared = $state(false); // both orders were seen
  touched = $state(false); // until then it stands as the page opens
  playing = $state(false);
  asking = $state(false); // for a guess, before the last shot
  guess = $state<number | null>(null); // an answer, by its place
  fault = $state(false); // the model could not be asked
  #mixes = $state.raw<Mixes>(BAR?.mixes ?? { poured: {}, other: {} });
  /** What was recorded of every sequence, once it is fetched. */
  all = $state.raw<Mixes | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly examples = $derived(BAR === null ? [] : examplesOf(BAR, this.shots, this.other));
  readonly mix = $derived(this.mixOf(this.shots, this.other));
  readonly isFull = $derived(this.shots.length === BAR?.most);
  /** How many shots there may be: as many as were recorded, more where a model can be asked. */
  readonly most = $derived(server.status === "ready" ? MOST : (BAR?.most ?? 0));

  mixOf(shots: string, other = false): Mix | undefined {
    return this.#mixes[other ? "other" : "poured"][shots];
  }

  /** What the model says to the first `count` shots. */
  replyAfter(count: number) {
    const shots = this.shots.slice(0, count);
    const mix = this.mixOf(shots);
    return BAR && mix && replyTo(BAR.answers, mix, examplesOf(BAR, shots));
  }

  replyIn(other: boolean) {
    const mix = this.mixOf(this.shots, other);
    return BAR && mix && replyTo(BAR.answers, mix, examplesOf(BAR, this.shots, other));
  }

  /** Fetches what was recorded of every sequence. */
  async fetch(): Promise<void> {
    if (BAR === null || this.all !== null) return;
    this.all = await mixes().catch(() => null);
    if (this.all === null) return;
    const { poured } = this.#mixes;
    this.#mixes = { ...this.all, poured: { ...poured, ...this.all.poured } };
  }

  /** One example more, of the bottle at this place; the first one empties what stood there. */
  pour(bottle: number): void {
    this.stop();
    this.guess = null;
    if (this.shots.length >= this.most && this.touched) return;
    this.#set((this.touched ? this.shots : "") + String(bottle));
  }

  /** The same shots in the other order, and back. */
  turn(): void {
    this.stop();
    this.other = !this.other;
    this.compared = this.touched = true;
  }

  empty(): void {
    this.stop();
    this.guess = null;
    this.#set("");
  }

  /** Pours what the page opens with, and asks before the last; `still` does it at once. */
  play(still: boolean): void {
    this.stop();
    this.guess = null;
    this.#set("");
    this.playing = true;
    const last = (BAR?.opens.length ?? 1) - 1;
    const step = () => {
      this.#set(BAR?.opens.slice(0, still ? last : this.shots.length + 1) ?? "");
      if (this.shots.length < last) this.#timer = setTimeout(step, STEP);
      else [this.playing, this.asking] = [false, true];
    };
    if (still) step();
    else this.#timer = setTimeout(step, STEP / 2);
  }

  answer(guess: number): void {
    this.guess = guess;
    this.asking = false;
    this.#set(BAR?.opens ?? "");
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.playing = this.asking = false;
  }

  adopt(query: URLSearchParams): void {
    const shots = query.get("pour");
    if (shots === null || BAR === null) return;
    const known = new RegExp(`^[0-${BAR.bottles.length - 1}]{0,${MOST}}$`);
    if (!known.test(shots)) throw new Error(`pour is ${shots}`);
    const order = choice(query, "order", ["own", "other"]);
    this.stop();
    this.#set(shots);
    this.compared = order !== null && this.isFull;
    this.other = order === "other" && this.isFull;
  }

  toQuery(): URLSearchParams {
    const order = this.other ? "other" : "own";
    return new URLSearchParams({
      ...(this.touched ? { pour: this.shots } : {}),
      ...(this.compared ? { order } : {}),
    });
  }

  /** The prompt object as it stands there, with all of its examples. */
  prompt() {
    return BAR && promptOf(BAR, this.examples, BAR.question);
  }

  #set(shots: string): void {
    this.shots = shots;
    this.other = this.compared = this.fault = false;
    this.touched = true;
  }

  /** Asks the model in use what was not recorded, shot by shot. */
  async ask(): Promise<void> {
    const { shots } = this;
    for (let count = (BAR?.most ?? 0) + 1; count <= shots.length; count++)
      if (!this.fault) await this.#askAfter(shots.slice(0, count));
  }

  async #askAfter(shots: string): Promise<void> {
    const { model } = server;
    if (BAR === null || model === null || this.mixOf(shots) !== undefined) return;
    const examples = examplesOf(BAR, shots);
    const lane = { id: "0", shot_set: "poured", shots: [...examples.keys()] };
    try {
      const { render } = await import("../../../core/prompting/render");
      const { text } = render(promptOf(BAR, examples, BAR.question), lane);
      const score = await scoreOnce(precision.of(model), text, [...BAR.answers]);
      const mix: Mix = {
        parts: score.labels.map(({ p }) => p),
        next: score.next.alternatives.map(({ text, p }) => [text, p] as const),
      };
      const { poured, other } = this.#mixes;
      this.#mixes = { poured: { ...poured, [shots]: mix }, other };
    } catch {
      this.fault = true;
    }
  }
}

export const pouring = new Pouring();
route.serve("shelf", pouring);
