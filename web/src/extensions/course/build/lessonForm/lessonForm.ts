// Makes modules of the lessons' files when the page is built, so that no browser reads YAML:
// `lesson.en.md?card` is what the list of lessons needs, `lesson.en.md` and `lesson.zh.md` are the
// whole lesson in that language.

import { dirname, join } from "node:path";
import type { Plugin } from "vite";
import { cardOf, pageOf } from "../../views/lessons/lesson/written.ts";
import { readLesson } from "./read.ts";

const FILE = /\/lessons\/[^/]+\/lesson\.(en|zh)\.md(\?.*)?$/;
const LANGUAGES = ["en", "zh"] as const;

export function lessonForm(): Plugin {
  return {
    name: "lesson-form",
    enforce: "pre",
    load(id) {
      const [, language, query = ""] = FILE.exec(id) ?? [];
      if (language === undefined) return null;
      const folder = dirname(id.replace(/\?.*/, ""));
      for (const name of LANGUAGES) this.addWatchFile(join(folder, `lesson.${name}.md`));
      const files = readLesson(folder);
      const value = query.includes("card") ? cardOf(files) : pageOf(files, language as "en" | "zh");
      return { code: `export default ${JSON.stringify(value)};`, map: null, moduleType: "js" };
    },
  };
}
