import { describe, expect, it } from "vitest";
import { GALLERY } from "../../../core/gallery/gallery";
import { isFault, readTask, taskFileName, taskJson } from "./taskFile";

const [first] = GALLERY;
if (first === undefined) throw new Error("The gallery is empty.");
const task = first.prompt;

describe("a task's file", () => {
  it.each(GALLERY.map((entry) => [entry.id, entry.prompt] as const))(
    "comes back as it was: %s",
    (_, prompt) => {
      expect(readTask(taskJson(prompt))).toEqual(prompt);
    },
  );
  it("is named after the task, whatever that calls itself", () => {
    expect(taskFileName({ ...task, id: "same-word" })).toBe("same-word.json");
    expect(taskFileName({ ...task, id: "../../etc/passwd" })).toBe("etc-passwd.json");
    expect(taskFileName({ ...task, id: "反义词 1" })).toBe("反义词-1.json");
    expect(taskFileName({ ...task, id: "///" })).toBe("task.json");
  });
});

describe("a file that is no task", () => {
  it("is refused as no JSON", () => {
    const read = readTask("{nothing");
    expect(isFault(read) && read.kind).toBe("json");
  });
  it.each([
    ["[]", "/"],
    [taskJson({ ...task, template: "{input}" }), "/template"],
    [JSON.stringify({ ...task, query: { input: 3 } }), "/query/input"],
    [JSON.stringify({ ...task, extra: 1 }), "/extra"],
    [JSON.stringify({ ...task, shot_sets: { a: [{ input: "x" }] } }), "/shot_sets/a/0/output"],
  ])("says where it is wrong: %.40s", (text, at) => {
    const read = readTask(text);
    expect(isFault(read) && read.kind === "prompt" && read.at).toBe(at);
  });
});
