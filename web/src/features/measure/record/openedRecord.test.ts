// A record that is opened stands under its own name, wording and questions, and nothing else beside it.

import "../../../testing";
import { render } from "svelte/server";
import { beforeEach, describe, expect, it } from "vitest";
import golden from "../../../../../tests/contract/measurement.json";
import { readRecord } from "../../../core/measurement/record";
import { GALLERY, openingEntry } from "../../../core/gallery/gallery";
import { draft } from "../../../state/draft.svelte";
import { chosen, isOfRecord } from "../choice.svelte";
import { measuring } from "../run/measuring.svelte";
import { taskOfRecord, closeRecord, setOf } from "./openedRecord";
import RecordSubject from "./RecordSubject.svelte";
import { shown } from "../result/shown.svelte";

const TEXT = golden.records[0]?.record ?? "";

describe("a record that is opened", () => {
  beforeEach(() => {
    closeRecord();
    draft.open(openingEntry());
    measuring.open("bus remarks.json", TEXT);
  });

  it("is told by its file, its wording and its questions", () => {
    const { plan } = readRecord(TEXT);
    const task = taskOfRecord();
    expect(task?.prompt.template).toBe(plan.prompt.template);
    if (task === null) return;
    const props = { name: "bus remarks.json", task };
    const { body } = render(RecordSubject, { props });
    expect(body).toContain("bus remarks.json");
    const [first] = plan.items.slice(plan.pool);
    expect(body.replaceAll("&lt;", "<")).toContain(first?.input ?? "none");
    expect(body).not.toContain(draft.prompt.query.input);
  });

  it("leaves nothing of the task that is open to be measured, answered or linked", () => {
    expect(draft.task).toBe("same-word");
    expect(shown.kind).toBe("measured");
    expect(chosen.plan).toBeNull();
    expect(measuring.able).toBe(false);
    const others = ["order", "labels", "format", "models", "which-head"] as const;
    for (const id of others) expect(shown.standingOf(id).kind).not.toBe("answer");
    expect([...chosen.toQuery().keys()]).toEqual(["question"]);
  });

  it("is never brought under another task", () => {
    chosen.adopt(new URLSearchParams("task=reviews&set=in+turn&question=examples"));
    expect(chosen.record).toBeNull();
    expect(measuring.isHere).toBe(false);
    expect(isOfRecord(measuring.subject)).toBe(true);
    expect(shown.last).toBeUndefined();
    expect(shown.kind).not.toBe("measured");
  });

  it("stays where its own address is read again, and goes where it is closed", () => {
    chosen.adopt(chosen.toQuery());
    expect(chosen.record?.name).toBe("bus remarks.json");
    closeRecord();
    expect([chosen.record, measuring.result]).toEqual([null, null]);
    expect(chosen.toQuery().get("task")).toBe("same-word");
  });
});

it("a record of a task that is here is told by its name", () => {
  const [entry] = GALLERY;
  if (entry === undefined) throw new Error("There is no task.");
  const set = Object.keys(entry.prompt.shot_sets)[0] ?? "";
  const base = { items: [], pool: 0, seed: 0, balanced: false, shot_set: set };
  expect(setOf({ ...base, prompt: { ...entry.prompt, labels: [] } })).toEqual({
    task: entry.id,
    set,
  });
  expect(
    setOf({ ...base, prompt: { ...entry.prompt, template: "{input}:{output}\n" } }),
  ).toBeNull();
});
