// The lesson's question: how many of the hypotheses put to the open questions held.

import { lessonResult } from "../../views/lessons/lessons";
import type { Words } from "./words";

export async function own(figure: unknown): Promise<{ held: number }> {
  const ids = (figure as Words).questions.flatMap(({ lessons }) => lessons);
  const results = await Promise.all(ids.map(lessonResult));
  return { held: results.filter((result) => result?.outcome === "held").length };
}
