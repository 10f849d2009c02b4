import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { zh } from "../../words/zh";

const SERVER = join(import.meta.dirname, "../../../../backend/shotglass/extensions/classroom");

it("each refusal of a class is said in Chinese wherever the page shows it", () => {
  const sources = readdirSync(SERVER).filter((name) => name.endsWith(".py"));
  const codes = sources.flatMap((name) =>
    [...readFileSync(join(SERVER, name), "utf-8").matchAll(/^ +code, title.* = "(\w+)"/gm)].map(
      ([, code]) => code ?? "",
    ),
  );
  expect(codes).toContain("class_full");
  for (const code of codes)
    expect(zh.problem(code, "Said here.")).toMatch(/^\p{sc=Han}.*（Said here.）$/u);
});
