import { beforeEach, describe, expect, it, vi } from "vitest";
import golden from "../../../../../tests/contract/runs.json";
import type { WrittenRun } from "../../../core/runFile/runs";
import type { Head, KeptRun } from "./keptRun";
import { MOST_RUNS } from "./keptFile";
import { RunHistory } from "./history.svelte";
import { runFiles } from "../../../state/runFile/runFiles.svelte";

/** What the browser keeps, and how many runs it has room for. */
const stored = new Map<string, Head>();
let room = Infinity;

vi.mock("../../../state/runFile/runFiles.svelte", () => ({ runFiles: { fault: null } }));
vi.mock("./database", () => ({
  RunDatabase: {
    open: () =>
      Promise.resolve({
        heads: () => Promise.resolve([...stored.values()].sort((a, b) => (a.at < b.at ? 1 : -1))),
        put: (run: KeptRun, head: Head) => {
          if (stored.size >= room)
            return Promise.reject(new DOMException("", "QuotaExceededError"));
          stored.set(run.id, head);
          return Promise.resolve();
        },
        remove: (id: string) => Promise.resolve(void stored.delete(id)),
      }),
  },
}));

const [prompt] = golden.runs.filter(({ view }) => view === "prompt");
const run = (made: string) => ({ ...prompt, made }) as unknown as WrittenRun;
const file = (runs: WrittenRun[]) =>
  new File(
    runs.map((each) => `${JSON.stringify(each)}\n`),
    "runs.jsonl",
  );
const many = (count: number, made: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => run(made(n)));
const own = ["2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"];

describe("a file of runs", () => {
  let history: RunHistory;
  beforeEach(async () => {
    vi.stubGlobal("document", { hidden: true });
    stored.clear();
    room = Infinity;
    history = new RunHistory();
    await history.save(run(own[0] ?? ""));
    await history.save(run(own[1] ?? ""));
  });

  it("removes no run of one's own, and says how many had no room", async () => {
    await history.take(file(many(MOST_RUNS, (n) => `2099-01-01T00:00:00.${String(n).padStart(3, "0")}Z`))); // prettier-ignore
    expect([...stored.keys()]).toEqual(expect.arrayContaining(own));
    expect(stored.size).toBe(MOST_RUNS);
    expect(history.remark).toEqual({ kind: "imported", runs: 198, known: 0, left: 2 });
  });
  it("gives its runs no date of the future, which would outlive what comes", async () => {
    await history.take(file(many(1, () => "2099-01-01T00:00:00.000Z")));
    expect(Date.parse(stored.get("2099-01-01T00:00:00.000Z")?.at ?? "")).toBeLessThanOrEqual(
      Date.now(),
    );
  });
  it("stops where the browser is full, and the newest are there", async () => {
    room = 4;
    await history.take(file(many(6, (n) => `2025-01-0${n + 1}T00:00:00.000Z`)));
    expect([...stored.keys()]).toEqual([
      ...own,
      "2025-01-06T00:00:00.000Z",
      "2025-01-05T00:00:00.000Z",
    ]);
    expect(history.remark).toEqual({ kind: "imported", runs: 2, known: 0, left: 4 });
  });
  it("that is none leaves all as it was, and is a fault like that of any run", async () => {
    await history.take(new File(["{}\n"], "runs.jsonl"));
    expect([...stored.keys()]).toEqual(own);
    expect(runFiles.fault).toMatchObject({ name: "runs.jsonl:1", fault: { kind: "shape" } });
  });
});
