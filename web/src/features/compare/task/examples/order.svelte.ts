// The examples in another order, by hand: dragged by their numbers, or by Alt and an arrow.

import { tick } from "svelte";
import { draft } from "../../../../state/draft.svelte";
import { route } from "../../../../state/route.svelte";
import { comparison } from "../../comparison.svelte";
import { play } from "../../question/play.svelte";

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

class Order {
  held = $state<number | null>(null); // the row in hand, from 0
  to = $state<number | null>(null); // where it would go
  #dragged = false; // the click that ends a drag is none

  /** The line where the row in hand would go. */
  markAt(row: number): string | null {
    if (this.held === null || this.to !== row) return null;
    return `0 ${row < this.held ? "-2px" : "2px"} var(--ink)`;
  }

  /** One place up, the first to the end. */
  up(from: number): void {
    if (!this.#dragged) this.#move(from, from === 0 ? draft.shots.length - 1 : from - 1);
    this.#dragged = false;
  }

  /** Of a list whose rows are the examples, each with its number as `.place`. */
  readonly byHand = (list: HTMLElement): (() => void) => {
    const ended = new AbortController();
    const { signal } = ended;
    list.addEventListener("pointerdown", (event) => this.#take(list, event), { signal });
    list.addEventListener("pointermove", (event) => this.#carry(list, event), { signal });
    list.addEventListener("pointerup", () => this.#drop(), { signal });
    list.addEventListener("pointercancel", () => this.#leave(), { signal });
    list.addEventListener("keydown", (event) => void this.#step(list, event), { signal });
    return () => ended.abort();
  };

  #take(list: HTMLElement, { target, button, pointerId }: PointerEvent): void {
    this.#dragged = false;
    if (button !== 0 || !(target instanceof Element) || target.closest(".place") === null) return;
    target.setPointerCapture(pointerId);
    this.held = rowOf(list, target);
  }

  #carry(list: HTMLElement, { clientY }: PointerEvent): void {
    const { held } = this;
    if (held === null) return;
    const others = [...list.children].filter((_, i) => i !== held);
    const to = others.filter((row) => middleOf(row) < clientY).length;
    this.to = to === held ? null : to;
    if (this.to !== null) this.#dragged = true;
  }

  #drop(): void {
    const { held, to } = this;
    this.#leave();
    if (held !== null && to !== null) this.#move(held, to);
  }

  #leave(): void {
    this.held = this.to = null;
  }

  async #step(list: HTMLElement, event: KeyboardEvent): Promise<void> {
    const { key, altKey, target } = event;
    const step = STEPS[key];
    if (!altKey || step === undefined || !(target instanceof HTMLElement)) return;
    event.preventDefault();
    const from = rowOf(list, target);
    const to = from + step;
    if (list.children[from] === undefined || list.children[to] === undefined) return;
    const field = fieldsOf(list, from).indexOf(target);
    this.#move(from, to);
    await tick();
    fieldsOf(list, to)[field]?.focus();
  }

  #move(from: number, to: number): void {
    if (from === to) return;
    play.stop();
    route.mark();
    draft.moveShot(from, to);
    void comparison.follow();
  }
}

function rowOf(list: HTMLElement, inside: Element): number {
  return [...list.children].findIndex((row) => row.contains(inside));
}

function fieldsOf(list: HTMLElement, row: number): HTMLElement[] {
  return [...(list.children[row]?.querySelectorAll<HTMLElement>("textarea, button") ?? [])];
}

function middleOf(row: Element): number {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

export const order = new Order();
