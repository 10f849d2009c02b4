import { describe, expect, it } from "vitest";
import { GALLERY } from "../../../../core/gallery/gallery";
import { isFault, readTask, taskFileName, taskJson, curl, python, shellQuoted } from "./taskFile";
import { execFileSync } from "node:child_process";
import { DEFAULTS } from "../../../../core/decoding/settings";

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

const HOSTILE = `it's "so" $HOME \`id\` \\n !! "" """ '''\n\tend\u2028 快 \\`;
const request = {
  model: "m",
  prompt: { template: "{input}{output}", query: { input: HOSTILE } },
  lanes: [{ id: "zero", shots: [] }],
  settings: DEFAULTS,
};

describe("a shell's word", () => {
  it("is what it was, for a real shell", () => {
    const message = execFileSync("sh", ["-c", `printf %s ${shellQuoted(HOSTILE)}`]);
    expect(message.toString("utf-8")).toBe(HOSTILE);
  });
});

describe("copies", () => {
  it("carry the whole request, unstreamed, through a shell", () => {
    const command = curl("http://127.0.0.1:1", request).replace(/^curl/, "printf '%s\\n'");
    const words = execFileSync("sh", ["-c", command]).toString("utf-8").trimEnd().split("\n");
    expect(words.slice(0, 3)).toEqual(["-sS", "--fail-with-body", "http://127.0.0.1:1/api/v1/compare"]); // prettier-ignore
    expect(JSON.parse(words.at(-1) ?? "")).toEqual({ ...request, stream: false });
  });
  it("never end Python's string early", () => {
    const program = python("http://127.0.0.1:1", request);
    expect(program.split('"""')).toHaveLength(3);
    expect(JSON.parse(program.split('"""')[1] ?? "")).toEqual({ ...request, stream: false });
  });
});
