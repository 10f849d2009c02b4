// The lesson's question: what keeps the answer low that the order asks for.

import { GUARDS, PAIRS, partsOf, sentenceOf } from "./document";
import { readingOf } from "./answers";

/** Asked of the figure's model, of each guard. Throws NoModel, ApiError. */
export async function own(): Promise<Record<string, number>> {
  const [pair] = PAIRS;
  if (pair === undefined) return {};
  const order = sentenceOf("order", pair);
  const readings = GUARDS.map(async (guard): Promise<[string, number]> => {
    const { parts } = await readingOf(partsOf(guard, pair, order), pair);
    return [guard, parts[1]];
  });
  return Object.fromEntries(await Promise.all(readings));
}
