// What the server has of a lesson in the folder of one's own, and how one is added to it.

import { call } from "../../../../../core/api/api";
import type { Result } from "../../../../../core/experiments/result";
import { fetchFile, PATH } from "../../../../../state/content/read";

export interface LessonTexts {
  en: string;
  zh: string;
  result: string;
}

/** The result of a lesson, whose other words an experiment of ours would state. Throws ApiError. */
export async function lessonData(id: string): Promise<Result> {
  const data = (await (await fetchFile("lessons", id)).json()) as Pick<Result, "series" | "tables">;
  const stated = { question: "", hypothesis: "", rule: "", null: "", counted: "", machine: "" };
  const origin = { code: "", rule_commit: "", run_commit: "", date: "", command: "" };
  const counts = { n: 0, tokens: 0, minutes: 0, seeds: [], smoke: false };
  const none = { ...stated, ...origin, ...counts, outcome: "null" as const, data: [] };
  const series = data.series.map((item) => ({ ...item, x: item.x ?? "", unit: item.unit ?? "" }));
  return { ...none, name: id, lesson: id, series, tables: data.tables };
}

/** The texts of its files; one that is empty is not written. Throws ApiError with every fault of them. */
export async function addLesson(id: string, texts: LessonTexts): Promise<void> {
  const written = Object.entries(texts).filter(([, text]) => text.trim() !== "");
  await call(`${PATH}/lessons`, { id, en: "", ...Object.fromEntries(written) });
}
