// The worked forward pass: the numbers, where one is, and what was there before.

import { read, write } from "./address";
import {
  type Cell,
  changed,
  forwardPass,
  INPUTS,
  same,
  SIZE,
  STEPS,
  variantOf,
  type Matrix,
  type Step,
  type Variant,
} from "./forward";
import { route } from "../../../../state/route.svelte";

const MOST_UNDO = 100;

class Forward {
  h = $state.raw<Matrix>(INPUTS.exact);
  causal = $state(true);
  cell = $state.raw<Cell>({ step: "scores", row: 0, column: 0 });
  #before = $state.raw<readonly Matrix[]>([]);

  readonly pass = $derived(forwardPass(this.h, this.causal));
  readonly variant = $derived(variantOf(this.h));

  get canUndo(): boolean {
    return this.#before.length > 0;
  }

  edit(row: number, column: number, value: number): void {
    this.#take(changed(this.h, row, column, value));
  }

  use(variant: Variant): void {
    this.#take(INPUTS[variant]);
  }

  undo(): void {
    const last = this.#before.at(-1);
    if (last === undefined) return;
    this.#before = this.#before.slice(0, -1);
    this.h = last;
  }

  #take(h: Matrix): void {
    if (same(h, this.h)) return;
    this.#before = [...this.#before, this.h].slice(-MOST_UNDO);
    this.h = h;
  }

  /** How far one is, in rows of steps: 0 is the first row of the first step. */
  get place(): number {
    return STEPS.indexOf(this.cell.step) * SIZE + this.cell.row;
  }

  get last(): boolean {
    return this.place === STEPS.length * SIZE - 1;
  }

  open(step: Step): void {
    this.cell = { ...this.cell, step };
  }

  /** To the next row or the one before, over the border of a step. */
  move(by: 1 | -1): void {
    const place = this.place + by;
    const step = STEPS[Math.floor(place / SIZE)];
    if (step !== undefined) this.cell = { ...this.cell, step, row: place % SIZE };
  }

  adopt(query: URLSearchParams): void {
    if (query.size === 0) return; // a bare link comes back to what was there
    const { h, causal, ...cell } = read(query);
    this.h = h ?? INPUTS.exact;
    this.causal = causal ?? true;
    this.cell = { step: "scores", row: 0, column: 0, ...cell };
  }

  toQuery(): URLSearchParams {
    return write({ h: this.h, causal: this.causal, ...this.cell });
  }
}

export const forward = new Forward();
route.serve("forward", forward);
