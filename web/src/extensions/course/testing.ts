// The words of every lesson, for the tests that read all of the page.

import type { Language } from "../../words";
import { LESSONS, lessonWords } from "./views/lessons/lessons";

export async function texts(language: Language): Promise<Record<string, unknown>> {
  const lessons = LESSONS.map(async ({ id, title }) => {
    return [`lesson ${id}`, { title: title[language], ...(await lessonWords(id, language)) }];
  });
  return Object.fromEntries(await Promise.all(lessons)) as Record<string, unknown>;
}
