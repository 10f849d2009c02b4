import { readdirSync, readFileSync } from "node:fs";
import type { TestProjectConfiguration } from "vitest/config";

const TESTS = ["src/**/*.test.ts", "lint/*.test.js"];

/** Whether a file is a test that puts something else in the place of a module or a global. */
const replaces = (file: string) =>
  file.endsWith(".test.ts") && /\bvi\.(mock|stubGlobal)\(/.test(readFileSync(file, "utf-8"));

/** The page's tests in two groups: those that replace nothing share their modules, which are
 * imported once for all of them; each of the others has its own. */
export function testProjects(): TestProjectConfiguration[] {
  const files = readdirSync("src", { recursive: true, encoding: "utf-8" });
  const own = files.map((file) => `src/${file}`).filter(replaces);
  return [project("shared", TESTS, own, false), project("own", own, [], true)];
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
