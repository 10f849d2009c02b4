import "../../testing";
import { beforeEach, expect, test, vi } from "vitest";
import golden from "../../../../tests/contract/runs.json";
import { fault as english } from "../../app/run/words.en";
import { fault as chinese } from "../../app/run/words.zh";
import { route } from "../route.svelte";
import { runFiles } from "./runFiles.svelte";

/** A page that was built without the views of the course. */
vi.mock("../../core/address/views", async (original) => {
  const views = await original<typeof import("../../core/address/views")>();
  const others = [...views.VIEWS].filter(([view]) => view !== "lessons");
  return { ...views, VIEWS: new Map(others) };
});

const fileOf = (view: string) =>
  new Blob([JSON.stringify(golden.runs.find((run) => run.view === view))]);

beforeEach(() => runFiles.forget());

test("a run of a view that this page does not have is refused, and all stays as it was", async () => {
  await runFiles.open("fill.shotglass", fileOf("fill"));
  await runFiles.open("lesson.shotglass", fileOf("lessons"));
  expect(runFiles.fault).toEqual({
    name: "lesson.shotglass",
    fault: { kind: "view", view: "lessons" },
  });
  expect(route.view).toBe("prompt");
});

test("the refusal says which view is missing", () => {
  const fault = { kind: "view", view: "lessons" } as const;
  expect(english("a.shotglass", fault)).toBe(
    "a.shotglass was not opened: this page was built without the view that wrote it, “lessons”.",
  );
  expect(chinese("a.shotglass", fault)).toBe(
    "没有打开 a.shotglass：这是“lessons”页面保存的运行，而这里没有这个页面。",
  );
});

test("a run of a view that is here waits for it and is shown", async () => {
  const open = vi.fn();
  await runFiles.open("fill.shotglass", fileOf("fill"));
  expect(runFiles.opened).toBeNull();
  runFiles.serve("fill", { save: () => Promise.resolve(null), open, again: null, close: vi.fn() });
  expect(open).toHaveBeenCalledOnce();
  expect([runFiles.fault, runFiles.isShown]).toEqual([null, true]);
});
