import { describe, expect, it } from "vitest";
import { ends, evidenceOn, loadEvidence, PLANS, type PlanFigures } from "./evidence";
import { FOR_ANY, GALLERY } from "./gallery";

const evidence = await loadEvidence();
const tasks = evidence.models.flatMap((model) => model.tasks);
const plans = tasks.flatMap((task) =>
  PLANS.flatMap((name) => {
    const plan = task.plans[name];
    return plan ? [{ task, name, plan }] : [];
  }),
);

function inOrder([value, low, high]: readonly [number, number, number]): boolean {
  return low <= value && value <= high;
}

describe("the recorded evidence", () => {
  it("speaks of the first set of a task, of one model alone where the task names it", () => {
    expect(evidence.format).toBe(1);
    for (const { model, tasks } of evidence.models) {
      const own = GALLERY.filter((entry) => entry.model === model.id);
      const covered = new Set(tasks.map((task) => task.id)); // a task that is added has none yet
      const known = [...FOR_ANY, ...own].map((entry) => entry.id).filter((id) => covered.has(id));
      expect(tasks.map((task) => task.id)).toEqual(known);
      expect(tasks.length).toBeGreaterThan(9);
    }
    for (const task of tasks) {
      const entry = GALLERY.find((item) => item.id === task.id);
      expect(Object.keys(entry?.prompt.shot_sets ?? {})[0]).toBe(task.set);
    }
  });
  it("holds every figure within its interval, and every share within [0, 1]", () => {
    for (const { plan } of plans) {
      expect(inOrder(plan.figure)).toBe(true);
      expect(plan.holm).toBeGreaterThanOrEqual(plan.p);
      for (const { right, lowest, highest } of plan.points) {
        expect(inOrder(right)).toBe(true);
        expect(Math.min(...right)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...right)).toBeLessThanOrEqual(1);
        if (lowest !== undefined) expect(lowest).toBeLessThanOrEqual(right[0] + 1e-4);
        if (highest !== undefined) expect(highest).toBeGreaterThanOrEqual(right[0] - 1e-4);
      }
    }
  });
  it("counts every plan among what is judged, measured or not", () => {
    for (const { judged, tasks } of evidence.models) {
      expect(tasks.flatMap((task) => Object.keys(task.plans)).length).toBe(judged);
    }
  });
  it("is found by task and set, of each model that is asked", () => {
    const any = FOR_ANY[0];
    if (any === undefined) throw new Error("The gallery is empty.");
    const set = Object.keys(any.prompt.shot_sets)[0] ?? "";
    expect(evidenceOn(evidence, any.id, set).length).toBe(evidence.models.length);
    expect(evidenceOn(evidence, any.id, "rhymes")).toEqual([]);
    expect(evidenceOn(evidence, "zog-or-fip", "animals are zog").length).toBe(1);
  });
  it("has the lowest and the highest share of a plan", () => {
    const points = [0.5, 0.9, 0.1].map((at) => ({ at, right: [at, 0, 1] as const }));
    const plan: PlanFigures = {
      made: "", plan: "", figure: [0.8, 0, 1], p: 1, holm: 1, answer: "not enough", points,
      calibrated: null,
    }; // prettier-ignore
    expect(ends(plan)).toEqual([0.1, 0.9]);
  });
});
