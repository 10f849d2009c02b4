// Collects what arrives between two frames, so that a fast stream draws the page once a frame, and
// spreads what several samples have got over the frames that follow, so that none of them takes long.

const MOST = 2; // samples drawn in one frame: eight take turns fifteen times a second
const LOOK = 16; // ms

/** `take` gets all that was pushed for a sample since its last turn, or on `flush`. */
export class Frames<T> {
  readonly #waiting = new Map<number, T[]>(); // by sample, the one that has waited longest first
  #frame: number | null = null;

  constructor(private readonly take: (sample: number, items: readonly T[]) => void) {}

  push(sample: number, item: T): void {
    const items = this.#waiting.get(sample) ?? [];
    items.push(item);
    this.#waiting.set(sample, items);
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  /** Hands over all that waits, at once. */
  flush(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#give(this.#waiting.size);
  }

  /** Resolves when nothing waits any more; a tab that is hidden, and draws no frames, flushes. */
  async settle(): Promise<void> {
    while (this.#waiting.size > 0) {
      if (document.hidden) this.flush();
      else await new Promise((done) => setTimeout(done, LOOK));
    }
  }

  #draw(): void {
    this.#frame = null;
    this.#give(MOST);
    if (this.#waiting.size > 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #give(samples: number): void {
    for (const [sample, items] of [...this.#waiting].slice(0, samples)) {
      this.#waiting.delete(sample);
      this.take(sample, items);
    }
  }
}
