import { expect, it } from "vitest";
import { EXACT } from "../../../core/models/precision";
import { originOf } from "./origin";

const called = (id: string) => `the ${id}`;
const recorded = { name: "SmolLM2", date: "2026-11-28" };
const today = new Date(2026, 10, 29);

it("names a recording's model, its precision and its date once", () => {
  const run = { model: "smollm2-135m", numbers: EXACT, recorded };
  expect(originOf([run, run], called, today)).toBe("SmolLM2 · fp32 · 2026-11-28");
});

it("gives live runs the name that the page calls their model by, and the day they ran", () => {
  const run = { model: "house", numbers: { as: "int8" as const, off: null }, recorded: null };
  expect(originOf([run], called, today)).toBe("the house · int8 · 2026-11-29");
});

it("has both days where some are recorded and some are not", () => {
  const runs = [
    { model: "a", numbers: EXACT, recorded: null },
    { model: "a", numbers: EXACT, recorded: { name: "the a", date: "2026-11-28" } },
  ];
  expect(originOf(runs, called, today)).toBe("the a · fp32 · 2026-11-28 · 2026-11-29");
});
