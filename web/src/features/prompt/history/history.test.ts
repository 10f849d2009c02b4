import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Head, KeptRun } from "./keptRun";
import type { StoredRun } from "./storedRun";
import { FORMAT, MOST_RUNS } from "./keptFile";
import { RunHistory } from "./history.svelte";

/** What the browser keeps, and how many runs it has room for. */
const stored = new Map<string, Head>();
let room = Infinity;

vi.mock("./database", () => ({
  RunDatabase: {
    open: () =>
      Promise.resolve({
        heads: () => Promise.resolve([...stored.values()].sort((a, b) => (a.at < b.at ? 1 : -1))),
        put: (run: StoredRun, head: Head) => {
          if (stored.size >= room)
            return Promise.reject(new DOMException("", "QuotaExceededError"));
          stored.set(run.id, head);
          return Promise.resolve();
        },
        remove: (id: string) => Promise.resolve(void stored.delete(id)),
      }),
  },
}));
vi.mock("./keptRun", async (original) => ({
  ...(await original<object>()),
  headOf: ({ id, at }: KeptRun, bytes: number) => ({ id, at, bytes }),
  readRun: (value: unknown) => value,
}));

const run = (id: string, at: string): KeptRun => ({ id, at, columns: [] });
const file = (runs: KeptRun[]) => new File([JSON.stringify({ format: FORMAT, runs })], "runs.json");
const many = (count: number, at: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => run(`theirs-${n}`, at(n)));

describe("a file of runs", () => {
  let history: RunHistory;
  beforeEach(async () => {
    stored.clear();
    room = Infinity;
    history = new RunHistory();
    await history.save(run("own-1", "2026-01-01T00:00:00.000Z"));
    await history.save(run("own-2", "2026-01-02T00:00:00.000Z"));
  });

  it("removes no run of one's own, and says how many had no room", async () => {
    await history.take(file(many(MOST_RUNS, (n) => `2099-01-01T00:00:00.${String(n).padStart(3, "0")}Z`))); // prettier-ignore
    expect([...stored.keys()]).toEqual(expect.arrayContaining(["own-1", "own-2"]));
    expect(stored.size).toBe(MOST_RUNS);
    expect(history.remark).toEqual({ kind: "imported", runs: 198, known: 0, left: 2 });
  });
  it("gives its runs no date of the future, which would outlive what comes", async () => {
    await history.take(file(many(1, () => "2099-01-01T00:00:00.000Z")));
    expect(Date.parse(stored.get("theirs-0")?.at ?? "")).toBeLessThanOrEqual(Date.now());
  });
  it("stops where the browser is full, and the newest are there", async () => {
    room = 4;
    await history.take(file(many(6, (n) => `2025-01-0${n + 1}T00:00:00.000Z`)));
    expect([...stored.keys()]).toEqual(["own-1", "own-2", "theirs-5", "theirs-4"]);
    expect(history.remark).toEqual({ kind: "imported", runs: 2, known: 0, left: 4 });
  });
});
