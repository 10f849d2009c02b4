import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { pour } from "./pour.svelte";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  pour.stop();
  vi.useRealTimers();
});

it("pours one glass after the other, and asks before the last row", () => {
  pour.begin(false);
  expect(pour.poured).toEqual([1, 0, 0, 0]);
  vi.advanceTimersByTime(220);
  expect(pour.poured).toEqual([2, 0, 0, 0]);
  expect(pour.chosen).toEqual({ row: 0, k: 1 });
  vi.advanceTimersByTime(60_000);
  expect(pour.poured).toEqual([9, 9, 9, 0]);
  expect([pour.running, pour.asking]).toEqual([false, true]);
});

it("keeps the guess, and pours the last row after it", () => {
  pour.begin(true);
  expect([pour.poured, pour.asking]).toEqual([[9, 9, 9, 0], true]);
  pour.answer(1, true);
  expect([pour.poured, pour.asking, pour.guess]).toEqual([[9, 9, 9, 9], false, 1]);
  expect(pour.chosen).toEqual({ row: 3, k: 8 });
  pour.begin(true);
  expect(pour.guess).toBeNull();
});

it("has everything in its glass once a glass is opened while it pours", () => {
  pour.begin(false);
  pour.open({ row: 2, k: 5 });
  expect(pour.poured).toEqual([9, 9, 9, 9]);
  expect([pour.running, pour.chosen]).toEqual([false, { row: 2, k: 5 }]);
  vi.advanceTimersByTime(60_000);
  expect(pour.chosen).toEqual({ row: 2, k: 5 });
});

it("a glass of the row that is asked for is opened by pouring it", () => {
  pour.begin(true);
  pour.open({ row: 3, k: 2 });
  expect([pour.asking, pour.poured[3]]).toEqual([false, 9]);
});
