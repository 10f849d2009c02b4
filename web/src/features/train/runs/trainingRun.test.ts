import { describe, expect, it } from "vitest";
import { cardOf, grown, offered, opening, startOf, type Line, type RunEntry } from "./trainingRun";
import { held, start, step } from "./testing";

function entry(id: string, more: Partial<RunEntry> = {}): RunEntry {
  return {
    ...{ id, name: id, origin: "here", state: "finished", started: 1, seconds: 1, parameters: 1 },
    ...{ tokens: 1, tokens_total: 1, step: 1, steps_total: 1, loss: 1, tokens_per_second: 1 },
    ...{ eta: null, bits_per_byte: null, probed: false, ...more },
  } as RunEntry;
}

const steps = (lines: readonly Line[]) => lines.map((line) => ("step" in line ? line.step : -1));

describe("lines that go on", () => {
  it("come behind those that are there", () => {
    expect(steps(grown([start(), step(1)], [step(2), held(2, {})]))).toEqual([-1, 1, 2, 2]);
  });
  it("drop what lies beyond the step at which a run was resumed", () => {
    const lines = [start(), step(1), step(2), held(2, {}), step(3)];
    const more: Line[] = [{ kind: "resume", step: 1, time: 5 }, step(2, { loss: 1 })];
    expect(steps(grown(lines, more))).toEqual([-1, 1, 1, 2]);
  });
  it("drop everything where a run was begun anew", () => {
    expect(steps(grown([start(), step(1), step(2)], [start(), step(1)]))).toEqual([-1, 1]);
  });
  it("leave the lines they were given as they were", () => {
    const lines = [start(), step(1)];
    grown(lines, [step(2)]);
    expect(lines).toHaveLength(2);
  });
});

describe("the run that one goes on from", () => {
  it.each([
    ["house-dense", "house-dense"],
    ["house-prose/checkpoint", "house-prose"],
    ["../../backend/shotglass/models/house-prose", "house-prose"],
    ["", null],
  ])("of the start %o is %o", (start, run) => {
    expect(startOf({ training: { start } })).toBe(run);
  });
  it("is none where the recipe names no start", () => {
    expect(startOf({})).toBeNull();
  });
});

describe("the prose of a run's sources", () => {
  const unread = (stages: unknown, start = "") =>
    cardOf({ stages, training: { start } }, []).unread;

  it("was not read where every stage draws none", () => {
    expect(unread([{ prose: 0 }, { prose: 0, chains: true }])).toBe(true);
  });
  it("may have been read where a stage draws some, the recipe is silent or another run came before", () => {
    expect(unread([{ prose: 0 }, { prose: 0.2 }])).toBe(false);
    expect(unread([{}])).toBe(false);
    expect(unread("in recipe.toml")).toBe(false);
    expect(unread([{ prose: 0 }], "house-prose")).toBe(false);
  });
});

describe("the order of runs", () => {
  const runs = [
    entry("old", { started: 1 }),
    entry("shipped", { origin: "recorded", probed: true }),
    entry("new", { started: 2, probed: true }),
    entry("going", { state: "running" }),
  ];
  it("is what goes on, what ships, then the latest", () => {
    expect(offered(runs).map((run) => run.id)).toEqual(["going", "shipped", "new", "old"]);
  });
  it("opens with the run that shows emergence, else with one that was probed", () => {
    expect(opening(runs)?.id).toBe("shipped");
    expect(opening([...runs, entry("emergence")])?.id).toBe("emergence");
    expect(opening([entry("only")])?.id).toBe("only");
    expect(opening([])).toBeUndefined();
  });
});
