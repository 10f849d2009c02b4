import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answerSpace } from "./answers";

const path = new URL("../../../../tests/contract/rows.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf-8")) as {
  spaces: { template: string; space: string }[];
};

describe("the template decides whether an answer begins with a space", () => {
  it.each(golden.spaces)("$template", ({ template, space }) => {
    expect(answerSpace(template)).toBe(space);
  });
});
