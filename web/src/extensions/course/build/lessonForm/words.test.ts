// What a lesson's own figure says: its front matter holds what the figure's words.ts names, no less
// and no more, in both languages. TypeScript says so of an object for each file.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { readLesson } from "./read";

const LESSONS = join(import.meta.dirname, "../../lessons");
const IDS = readdirSync(LESSONS).filter((id) => existsSync(join(LESSONS, id, "words.ts")));

/** Scripts that give each `figure:` to its interface, by path. */
function scripts(): Map<string, string> {
  const result = new Map<string, string>();
  for (const id of IDS) {
    const files = readLesson(join(LESSONS, id));
    for (const language of ["en", "zh"] as const) {
      const { figure } = files[language].head;
      const object = `import type { Words } from "./words";\nexport const words: Words = `;
      const path = join(LESSONS, id, `lesson.${language}.ts`);
      result.set(path, object + JSON.stringify(figure));
    }
  }
  return result;
}

it("every figure's words are those that it takes", () => {
  const files = scripts();
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
    ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  const source = host.getSourceFile;
  host.getSourceFile = (path, ...rest) => {
    const text = files.get(path);
    return text === undefined
      ? source(path, ...rest)
      : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const faults = [...files.keys()].flatMap((path) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(path))
      .map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`),
  );
  expect(faults).toEqual([]);
  expect(files.size).toBe(2 * IDS.length);
}, 60_000); // ms: TypeScript's own library is read, which takes seconds on a busy machine
