// The lesson's question: the right answer's share of the four answers, by the number of examples.

import { formAndChoice } from "../../../../core/statistics/readings";
import { laneAnswer } from "../../views/lessons/answers";
import { RIGHT, SET, TASK } from "./task";

const KS = { none: 0, single: 1, eight: 8 };

/** Recorded where it was recorded, else asked of the model. Throws NoModel, ApiError. */
export async function own(): Promise<Record<string, number>> {
  const shares = Object.entries(KS).map(async ([name, k]): Promise<[string, number]> => {
    const { value } = await laneAnswer(TASK, SET, k);
    return [name, formAndChoice(value.score, RIGHT).choice ?? 0];
  });
  return Object.fromEntries(await Promise.all(shares));
}
