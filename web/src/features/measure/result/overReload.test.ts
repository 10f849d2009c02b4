// Results of Measure are held over a reload, once, and what cannot be held is said to be gone.

import { expect, test } from "vitest";
import type { Measurement } from "../../../core/measurement/record";
import { hold, takeBack } from "./overReload";

class Stored implements Storage {
  readonly #values = new Map<string, string>();
  constructor(readonly most = Infinity) {}
  get length(): number {
    return this.#values.size;
  }
  key = () => null;
  clear = () => this.#values.clear();
  getItem = (key: string) => this.#values.get(key) ?? null;
  removeItem = (key: string) => void this.#values.delete(key);
  setItem(key: string, value: string): void {
    if (value.length > this.most) throw new DOMException("full", "QuotaExceededError");
    this.#values.set(key, value);
  }
}

const measured = (made: string) => ({
  result: { made, figures: null, read: [[null]] } as unknown as Measurement,
  subject: "the task",
});
const NOTHING = { measured: null, searched: null, lost: null, question: null, record: null };

test("a run that was stopped is there again after a reload, and not after the next", () => {
  const storage = new Stored();
  const results = { ...NOTHING, measured: measured("2026-11-29") };
  hold(storage, results);
  expect(takeBack(storage)).toEqual(results);
  expect(takeBack(storage)).toEqual(NOTHING);
});

test.each([
  { why: "more than is held", storage: new Stored(), made: "x".repeat(4_000_001) },
  { why: "a storage that is full", storage: new Stored(1000), made: "x".repeat(2000) },
])("results that do not fit are said to be gone: $why", ({ storage, made }) => {
  hold(storage, { ...NOTHING, measured: measured(made) });
  expect(takeBack(storage)).toEqual({ ...NOTHING, lost: "large" });
});

test("a page that shows nothing holds nothing of an earlier one", () => {
  const storage = new Stored();
  hold(storage, { ...NOTHING, measured: measured("2026-11-29") });
  hold(storage, NOTHING);
  expect(storage.length).toBe(0);
});
