// Pouring the shelf: one glass after the other, with its prompt; before the last row a guess is asked.

import { SHELF } from "../../core/gallery/shelf";

const STEP = 220; // ms from glass to glass
const LAST = SHELF.rows.length - 1;
const COUNT = SHELF.rows[0]?.glasses.length ?? 0;

/** A glass of the shelf. */
export interface Place {
  row: number;
  k: number;
}

class Pour {
  chosen = $state.raw<Place | null>(null); // whose prompt is open
  poured = $state(SHELF.rows.map(() => COUNT)); // glasses of each row that hold what they hold
  running = $state(false);
  asking = $state(false);
  guess = $state<number | null>(null); // the answer that was guessed, by its place
  /** Whether the row that was guessed is being poured. */
  readonly proving = $derived(this.guess !== null && this.running);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Everything is empty, then all rows but the last are poured; `still` does it at once. */
  begin(still: boolean): void {
    this.poured = SHELF.rows.map(() => 0);
    this.guess = null;
    this.asking = false;
    this.#rows(0, LAST - 1, still, () => (this.asking = true));
  }

  /** The last row follows, with or without a guess. */
  answer(guess: number | null, still: boolean): void {
    this.guess = guess;
    this.asking = false;
    this.#rows(LAST, LAST, still, () => undefined);
  }

  /** A glass opens its prompt; it is poured if it was not. */
  open(place: Place): void {
    if (this.running) this.stop();
    if (place.row === LAST) this.asking = false;
    if ((this.poured[place.row] ?? 0) <= place.k) this.poured[place.row] = COUNT;
    this.chosen = place;
  }

  /** Whatever is being poured is in its glass at once. */
  stop(): void {
    clearTimeout(this.#timer);
    this.running = false;
    this.asking = false;
    this.poured = SHELF.rows.map(() => COUNT);
  }

  /** Who comes back finds it full, and no guess of before. */
  leave(): void {
    this.stop();
    this.guess = null;
  }

  #rows(row: number, to: number, still: boolean, then: () => void): void {
    if (row > to) {
      this.running = false;
      then();
      return;
    }
    this.running = true;
    if (still) {
      this.#fill(row, COUNT - 1);
      this.#rows(row + 1, to, still, then);
    } else this.#glass(row, 0, () => this.#rows(row + 1, to, still, then));
  }

  #glass(row: number, k: number, then: () => void): void {
    this.#fill(row, k);
    const next = k + 1 < COUNT ? () => this.#glass(row, k + 1, then) : then;
    this.#timer = setTimeout(next, STEP);
  }

  #fill(row: number, k: number): void {
    this.poured[row] = k + 1;
    this.chosen = { row, k };
  }
}

export const pour = new Pour();
