// The same examples in another order.

import { lookup } from "../lookup";
import type { Prompt, Shot } from "./render";

/** Whether both are the same examples, in whatever order. */
export function isSameShots(shots: readonly Shot[], others: readonly Shot[]): boolean {
  return JSON.stringify(written(shots).sort()) === JSON.stringify(written(others).sort());
}

/** Whether `shots` are `others` in another order. */
export function isReordered(shots: readonly Shot[], others: readonly Shot[]): boolean {
  return isSameShots(shots, others) && written(shots).join() !== written(others).join();
}

/** Of sets that are orders of the same examples: whether their first `k` are the same ones too; null
 * where the set is no order of another's. */
export function isOrderAlone(prompt: Prompt, set: string, k: number): boolean | null {
  const shots = lookup(prompt.shot_sets, set) ?? [];
  const orders = Object.values(prompt.shot_sets).filter((others) => isReordered(others, shots));
  if (orders.length === 0) return null;
  return orders.every((others) => isSameShots(others.slice(0, k), shots.slice(0, k)));
}

function written(shots: readonly Shot[]): string[] {
  return shots.map(({ input, output, reasoning }) => JSON.stringify([input, output, reasoning]));
}
