import { expect, it } from "vitest";
import { clock, day, moment } from "./dates";

it("writes a day and a time with all their digits, by the clock of this computer", () => {
  const date = new Date(2026, 0, 5, 6, 7);
  expect([day(date), clock(date)]).toEqual(["2026-01-05", "06:07"]);
  expect(moment(date.toISOString())).toBe("2026-01-05 06:07");
});

it("leaves what is no date as it is", () => {
  expect(moment("a Tuesday")).toBe("a Tuesday");
});
