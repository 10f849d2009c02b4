import { describe, expect, it } from "vitest";
import { apart, axis } from "./axis";

describe("axis", () => {
  const row = {
    label: " slow",
    values: [
      { lane: "zero" as const, k: 0, p: 0 },
      { lane: "few" as const, k: 4, p: 1 },
    ],
  };
  it("puts nothing at the left end and everything at the right", () => {
    const { rows, left, right } = axis([row], ["zero", "few"], 900, 8);
    expect(rows[0]?.marks.map((mark) => mark.x)).toEqual([left, right]);
    expect(rows[0]?.line).toEqual({ from: left, to: right });
  });
  it("draws the reasoning lane's spread, makes room for its mark, and leaves the line to the others", () => {
    const reason = { lane: "reason" as const, k: 4, p: 0.5, spread: [0.25, 1] as [number, number] };
    const four = { ...row, values: [...row.values, reason] };
    const drawn = axis([four], ["zero", "one", "few", "reason"], 900, 8);
    const { left, right } = drawn;
    expect(drawn.rows[0]?.marks[2]?.spread).toEqual({ from: left + (right - left) / 4, to: right });
    expect(drawn.rows[0]?.line).toEqual({ from: left, to: right });
    expect(drawn.height).toBeGreaterThan(axis([row], ["zero", "few"], 900, 8).height);
  });
  it("never leaves its width, and stacks names above lines where it is narrow", () => {
    const narrow = axis([row], ["zero", "few"], 340, 8);
    expect(narrow.stacked).toBe(true);
    expect(narrow.right).toBeLessThanOrEqual(340);
    expect(narrow.rows[0]?.text).toBeLessThan(narrow.rows[0]?.middle ?? 0);
  });
});

describe("a second model's marks", () => {
  const values = [
    { lane: "zero" as const, k: 0, p: 0.25 },
    { lane: "few" as const, k: 4, p: 0.75 },
  ];
  const row = { label: " slow", values };
  const other = { label: " slow", values: values.map((value) => ({ ...value, p: 1 - value.p })) };

  it.each([900, 340])("stand on the same axis, on a line of their own, at %i pixels", (width) => {
    const drawn = axis([row, row], ["zero", "few"], width, 8, [other, other]);
    const [first, next] = drawn.rows;
    expect(first?.second?.marks.map((mark) => mark.x)).toEqual(
      first?.marks.map((mark) => mark.x).toReversed(),
    );
    expect(first?.second?.middle).toBeGreaterThan((first?.middle ?? 0) + 16);
    expect(next?.middle).toBeGreaterThan((first?.second?.middle ?? 0) + 16);
    expect(drawn.height).toBeGreaterThan(next?.second?.middle ?? Infinity);
  });

  it("take no room where there is none", () => {
    const alone = axis([row], ["zero", "few"], 900, 8);
    expect(alone.rows[0]?.second).toBeNull();
    expect(alone.height).toBeLessThan(axis([row], ["zero", "few"], 900, 8, [other]).height);
  });

  it("are missing where it scored nothing", () => {
    const none = { label: " slow", values: [] };
    const drawn = axis([row], ["zero", "few"], 900, 8, [none]);
    expect(drawn.rows[0]?.second).toMatchObject({ marks: [], line: null });
  });
});

describe("names", () => {
  it("get the room they need, but never most of the width", () => {
    const short = axis([], ["zero"], 900, 6);
    const long = axis([], ["zero"], 900, 200);
    expect(short.left).toBeLessThan(110);
    expect(long.left).toBeLessThan(400);
    expect(long.letters).toBeLessThan(40);
  });
});

describe("apart", () => {
  it("leaves marks that do not touch on the line", () => {
    expect(apart([0, 100, 200])).toEqual([0, 0, 0]);
  });
  it("stacks marks that touch, in their order, around the line", () => {
    expect(apart([1, 0, 300])).toEqual([-6.5, 6.5, 0]);
    expect(apart([0, 0, 0])).toEqual([-13, 0, 13]);
  });
});
