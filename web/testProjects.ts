import { globSync, readFileSync } from "node:fs";
import type { TestProjectConfiguration } from "vitest/config";

const TESTS = ["src/**/*.test.ts", "lint/*.test.js"];

/** Whether a test puts something else in the place of a module or a global. */
const replaces = (file: string) => /\bvi\.(mock|stubGlobal)\(/.test(readFileSync(file, "utf-8"));

/** The page's tests in two groups: those that replace nothing share their modules, which are
 * imported once for all of them; each of the others has its own. */
export function testProjects(): TestProjectConfiguration[] {
  const own = globSync(TESTS, { cwd: import.meta.dirname }).filter(replaces);
  return [
    project("shared", TESTS, own, false),
    project("own", own, [], true),
  ];
}

const project = (
  name: string,
  include: string[],
  exclude: string[],
  isolate: boolean,
): TestProjectConfiguration => ({
  extends: true,
  test: { name, include, exclude, isolate, environment: "node" },
});
