import { describe, expect, it } from "vitest";
import { quickClicks } from "./secondClick";

function click(timeStamp: number, detail = 1): MouseEvent {
  return { timeStamp, detail } as MouseEvent;
}

describe("a second click", () => {
  it("is quick within 600 ms of the first, however many there are, and not later", () => {
    const isQuick = quickClicks();
    const times = [0, 300, 500, 599, 601, 1300];
    expect(times.map((time) => isQuick(click(time), true))).toEqual([
      ...[false, true, true, true],
      ...[false, false],
    ]);
  });

  it("is quick where the browser counts it as one of a double click", () => {
    const isQuick = quickClicks();
    expect(isQuick(click(0), false)).toBe(false);
    expect(isQuick(click(700, 2), true)).toBe(true);
    expect(isQuick(click(800, 3), false)).toBe(true);
  });

  it("begins another run where the one before has ended already", () => {
    const isQuick = quickClicks();
    expect(isQuick(click(0), false)).toBe(false);
    expect(isQuick(click(200), false)).toBe(false);
    expect(isQuick(click(300), true)).toBe(true);
  });
});
