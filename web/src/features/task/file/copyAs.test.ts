import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { curl, python, shellQuoted } from "./copyAs";
import { DEFAULTS } from "../../../core/decoding/settings";

const HOSTILE = `it's "so" $HOME \`id\` \\n !! "" """ '''\n\tend\u2028 快 \\`;
const asked = {
  model: "m",
  prompt: { template: "{input}{output}", query: { input: HOSTILE } },
  lanes: [{ id: "zero", shots: [] }],
  settings: DEFAULTS,
};

describe("a shell's word", () => {
  it("is what it was, for a real shell", () => {
    const said = execFileSync("sh", ["-c", `printf %s ${shellQuoted(HOSTILE)}`]);
    expect(said.toString("utf-8")).toBe(HOSTILE);
  });
});

describe("copies", () => {
  it("carry the whole request, unstreamed, through a shell", () => {
    const command = curl("http://127.0.0.1:1", asked).replace(/^curl/, "printf '%s\\n'");
    const words = execFileSync("sh", ["-c", command]).toString("utf-8").trimEnd().split("\n");
    expect(words.slice(0, 3)).toEqual(["-sS", "--fail-with-body", "http://127.0.0.1:1/api/v1/compare"]); // prettier-ignore
    expect(JSON.parse(words.at(-1) ?? "")).toEqual({ ...asked, stream: false });
  });
  it("never end Python's string early", () => {
    const program = python("http://127.0.0.1:1", asked);
    expect(program.split('"""')).toHaveLength(3);
    expect(JSON.parse(program.split('"""')[1] ?? "")).toEqual({ ...asked, stream: false });
  });
});
