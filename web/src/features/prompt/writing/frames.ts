// Collects what arrives between two frames, so that a fast stream draws the page once a frame.

/** `take` gets all that was pushed since it was last called, at the next frame or on `flush`. */
export class Frames<T> {
  #waiting: T[] = [];
  #frame: number | null = null;

  constructor(private readonly take: (items: T[]) => void) {}

  push(item: T): void {
    this.#waiting.push(item);
    this.#frame ??= requestAnimationFrame(() => this.flush());
  }

  flush(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    const items = this.#waiting;
    this.#waiting = [];
    if (items.length > 0) this.take(items);
  }
}
