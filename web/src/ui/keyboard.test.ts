import { describe, expect, it } from "vitest";
import { nextCell, nextItem, nextTab, runKeys } from "./keyboard";

function press(key: string, held: Partial<KeyboardEvent> = {}) {
  const event = { key, ctrlKey: false, metaKey: false, prevented: false, ...held };
  return Object.assign(event, { preventDefault: () => (event.prevented = true) });
}

type Press = ReturnType<typeof press> & KeyboardEvent;

describe("the keys of a run", () => {
  function after(pressed: ReturnType<typeof press>, able = true): string[] {
    const calls: string[] = [];
    runKeys({ able: () => able, run: () => calls.push("run"), stop: () => calls.push("stop") })(
      pressed as Press,
    );
    return calls;
  }

  it.each([
    ["Ctrl and Enter", press("Enter", { ctrlKey: true }), ["run"]],
    ["⌘ and Enter", press("Enter", { metaKey: true }), ["run"]],
    ["Enter alone", press("Enter"), []],
    ["Escape", press("Escape"), ["stop"]],
  ])("are heard: %s", (_, pressed, calls) => {
    expect(after(pressed)).toEqual(calls);
  });

  it("run nothing that cannot be run, and write nothing into a field", () => {
    const pressed = press("Enter", { ctrlKey: true });
    expect(after(pressed, false)).toEqual([]);
    expect(pressed.prevented).toBe(true);
  });
});

describe("a step along a row", () => {
  it.each([
    ["ArrowRight", 2, 0],
    ["ArrowLeft", 0, 2],
    ["ArrowDown", 1, null],
  ])("of tabs with %s from %i leads to %s", (key, i, to) => {
    expect(nextTab(press(key) as Press, i, 3)).toBe(to);
  });
  it.each([
    ["ArrowRight", 1, 2],
    ["ArrowRight", 2, null],
    ["Home", 2, 0],
    ["End", 0, 2],
    ["Enter", 0, null],
  ])("of items with %s from %i leads to %s", (key, i, to) => {
    expect(nextItem(press(key) as Press, i, 3)).toBe(to);
  });
  it("goes down a column, or both ways where that is asked", () => {
    expect(nextItem(press("ArrowDown") as Press, 1, 4, "down")).toBe(2);
    expect(nextItem(press("ArrowRight") as Press, 1, 4, "down")).toBeNull();
    expect(nextItem(press("ArrowUp") as Press, 1, 4, "both")).toBe(0);
    expect(nextItem(press("PageDown") as Press, 1, 40, "both")).toBeNull();
  });
});

describe("a step in a grid", () => {
  it.each([
    ["ArrowDown", [2, 1]],
    ["ArrowUp", [0, 1]],
    ["ArrowRight", [1, 2]],
    ["ArrowLeft", [1, 0]],
    ["Home", [1, 0]],
    ["End", [1, 4]],
    ["PageDown", [3, 1]],
    ["Enter", null],
  ])("with %s leads to %j, never beyond the edge", (key, to) => {
    expect(nextCell(press(key) as Press, [1, 1], [4, 5])).toEqual(to);
  });
});
