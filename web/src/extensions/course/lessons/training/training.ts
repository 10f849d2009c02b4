// The training: a batch, its gradient, a step against it; what is measured on the way, and a sample.
// The same seed draws the same weights, batches and samples.

import { gradientOf, lossOf, newNet, oddsAfter, size, type Net, type Shape } from "./net";
import { chosen, examplesOf, spread, type Corpus } from "./texts";

export const BEFORE = 6; // characters that the network sees
export const BATCH = 16; // places a step
export const EVERY = 20; // steps from one measurement to the next
export const MOST = 5_000; // steps
const [VECTOR, HIDDEN] = [10, 64];
const PLACES = 256; // on which a loss is measured, of each part
const SAMPLE = 160; // characters

export interface Measured {
  step: number;
  learned: number; // nats a character
  held: number;
  gradient: number; // length of the last step's; NaN before the first
}

export class Training {
  readonly net: Net;
  readonly curve: Measured[] = [];
  step = 0;
  gradient = NaN; // length of the last step's
  readonly #examples;
  readonly #parts;
  readonly #batches: () => number;
  readonly #start: readonly number[]; // what a sample begins behind

  constructor(
    readonly corpus: Corpus,
    readonly seed = 1,
  ) {
    const { characters, learned, held } = corpus;
    const shape: Shape = {
      ...{ characters: characters.length, before: BEFORE, vector: VECTOR, hidden: HIDDEN },
    };
    this.net = newNet(shape, random(seed));
    this.#batches = random(seed + 1);
    this.#examples = examplesOf(learned, characters, BEFORE);
    const ofHeld = examplesOf(held, characters, BEFORE);
    this.#parts = [this.#examples, ofHeld].map((all) => spread(all, PLACES, BEFORE));
    this.#start = Array.from(learned)
      .slice(0, BEFORE)
      .map((character) => characters.indexOf(character));
    this.#measure();
  }

  get weights(): number {
    return size(this.net.shape);
  }

  /** Nats where all characters are equally likely. */
  get even(): number {
    return Math.log(this.net.shape.characters);
  }

  get last(): Measured {
    return this.curve.at(-1) as Measured;
  }

  /** One step of gradient descent on a batch: every weight moves against its derivative. */
  advance(rate: number): void {
    const all = this.#examples.next.length;
    const places = Array.from({ length: BATCH }, () => Math.floor(this.#batches() * all));
    const { gradient } = gradientOf(this.net, chosen(this.#examples, places, BEFORE));
    const { weights } = this.net;
    let squares = 0;
    gradient.forEach((slope, i) => {
      weights[i] = (weights[i] ?? 0) - rate * slope;
      squares += slope * slope;
    });
    this.gradient = Math.sqrt(squares);
    this.step += 1;
    if (this.step % EVERY === 0) this.#measure();
  }

  /** What is measured now, at any step. */
  measured(): Measured {
    return this.last.step === this.step ? this.last : this.#losses();
  }

  #measure(): void {
    this.curve.push(this.#losses());
  }

  #losses(): Measured {
    const [learned = NaN, held = NaN] = this.#parts.map((part) => lossOf(this.net, part));
    return { step: this.step, learned, held, gradient: this.gradient };
  }

  /** A text that the network writes, each character drawn by its probability. */
  sample(): string {
    const draw = random(this.seed + 2 + this.step);
    const ids = [...this.#start];
    for (let i = 0; i < SAMPLE; i += 1) {
      const odds = oddsAfter(this.net, Int32Array.from(ids.slice(-BEFORE)));
      let rest = draw();
      const next = odds.findIndex((p) => (rest -= p) < 0);
      ids.push(next < 0 ? odds.length - 1 : next);
    }
    return ids.map((id) => this.corpus.characters[id] ?? "").join("");
  }
}

/** Numbers from 0 to 1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
