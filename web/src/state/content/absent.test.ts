// A task that an address names is the one that is shown, or none: never another in its place.

import "../../testing";
import { beforeEach, describe, expect, it } from "vitest";
import { read } from "../../core/address/compare";
import { openingEntry, readEntry } from "../../core/gallery/gallery";
import { content, OWN, type Folder } from "./content.svelte";
import { draft } from "../draft.svelte";

const TASK = readEntry({
  id: `${OWN}praeteritum`,
  order: 1,
  queries: [
    { input: "trinken", expected: { gemischt: " trank" } },
    { input: "gehen", expected: { gemischt: " ging" } },
  ],
  prompt: {
    template: "{input} ->{output}\n",
    shot_sets: {
      schwach: [{ input: "sagen", output: " sagte" }],
      gemischt: [
        { input: "singen", output: " sang" },
        { input: "sagen", output: " sagte" },
      ],
    },
    query: { input: "trinken", expected: " trank" },
  },
});
const adopt = (query: string) => draft.adopt(read(new URLSearchParams(query)));
/** As when the folder has been read. */
function arrive(): void {
  content.folder = { tasks: [TASK] } as unknown as Folder;
  draft.recognise([TASK]);
}

beforeEach(() => {
  content.folder = null;
  draft.open(openingEntry());
});

describe.each(["praeteritum", `${OWN}praeteritum`])("a task of the folder, called %s", (task) => {
  const ADDRESS = `task=${task}&set=gemischt&ask=gehen&k=2`;

  it("is waited for, and opened as it was asked for once the folder is there", () => {
    adopt(ADDRESS);
    expect(draft.absent?.task).toBe(task);
    expect([draft.task, draft.asks]).toEqual([null, false]);
    expect(draft.toQuery().toString()).toBe(ADDRESS);
    arrive();
    const { query } = draft.prompt;
    expect([draft.task, draft.set, draft.k]).toEqual([TASK.id, "gemischt", 2]);
    expect(query).toEqual({ input: "gehen", expected: " ging" });
    expect(draft.absent).toBeNull();
  });

  it("is opened at once where the folder is there", () => {
    arrive();
    adopt(ADDRESS);
    expect([draft.task, draft.prompt.query.input]).toEqual([TASK.id, "gehen"]);
  });

  it("no longer comes where a person has begun something else", () => {
    adopt(ADDRESS);
    draft.open(openingEntry());
    arrive();
    expect(draft.task).toBe(openingEntry().id);
  });
});

it("a task that is nowhere is said to be, whatever else the folder has", () => {
  adopt("task=nowhere");
  arrive();
  expect([draft.task, draft.absent?.task]).toEqual([null, "nowhere"]);
  expect(draft.toQuery().get("task")).toBe("nowhere");
});

it("an address that names no task opens the first one", () => {
  adopt("k=2");
  expect([draft.task, draft.absent]).toEqual([openingEntry().id, null]);
});

it("a question that is none of the task's is asked as one's own, and no other one", () => {
  adopt("task=same-word&ask=purple");
  expect(draft.prompt.query).toEqual({ input: "purple" });
});

it("a set of examples that the task lacks is told", () => {
  adopt("task=same-word&set=antonyms");
  expect(draft.absentSet).toBe("antonyms");
  draft.switchSet(draft.sets[1] ?? "");
  expect(draft.absentSet).toBeNull();
  adopt(`task=same-word&set=${draft.set}`);
  expect(draft.absentSet).toBeNull();
});
