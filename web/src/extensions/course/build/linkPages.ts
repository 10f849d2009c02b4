// Writes a small page for each lesson in each language, `o/en/tokens.html`: what shows a link elsewhere
// reads its title and its picture there, and never a fragment, in which the page keeps its state.

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { readLesson } from "./lessonForm/read.ts";
import { typeset } from "../../../core/text/numbers.ts";

const LANGUAGES = ["en", "zh"] as const;
const LESSONS = fileURLToPath(new URL("../lessons/", import.meta.url));
const MARKED = /[{}[\]*_`]/; // a sentence with more in it than words
const ABOUT = {
  en: "A lesson with figures that run, in Shotglass: a glass-box GPT, for learning and teaching.",
  zh: "Shotglass 的一课，图可以操作：一个看得见内部的 GPT，用来学和教。",
};

export function linkPages(): Plugin {
  return {
    name: "link-pages",
    apply: "build",
    generateBundle() {
      for (const id of readdirSync(LESSONS)) {
        const files = readLesson(LESSONS + id);
        for (const language of LANGUAGES) {
          const { head, paragraphs } = files[language];
          const [first = ""] = paragraphs[0]?.match(/^.*?(?:\.(?= |$)|。)/s) ?? [];
          const about = first === "" || MARKED.test(first) ? ABOUT[language] : first;
          const source = pageOf(id, language, typeset(head.title), typeset(about));
          this.emitFile({ type: "asset", fileName: `o/${language}/${id}.html`, source });
        }
      }
    },
  };
}

function pageOf(id: string, language: string, title: string, about: string): string {
  const opens = `#v1/lessons?lesson=${id}`;
  const [named, shown] = [escaped(title), escaped(about)];
  return `<!doctype html>
<html lang="${language}" data-opens="${opens}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="description" content="${shown}" />
    <meta property="og:title" content="${named}" />
    <meta property="og:description" content="${shown}" />
    <meta property="og:image" content="../../preview.png" />
    <meta property="og:image:width" content="1200" />
    <meta property="og:image:height" content="630" />
    <meta name="twitter:card" content="summary_large_image" />
    <title>${named} · Shotglass</title>
    <link rel="icon" href="../../icon.svg" type="image/svg+xml" />
    <script src="../open.js"></script>
  </head>
  <body><a href="../../${opens}">${named}</a></body>
</html>
`;
}

function escaped(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}
