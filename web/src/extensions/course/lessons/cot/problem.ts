// A word problem behind the experiment's eight examples, bare or worked, and what a model writes on.

import { generate, type Of } from "../../../../core/api/api";
import { render } from "../../../../core/prompting/render";
import { laneOf } from "../../views/lessons/galleryLane";

const [TASK, SET, EXAMPLES] = ["arithmetic", "word problems", 8] as const;

/** The cafeteria's apples of Wei et al., and how many there are. */
const { input, expected } = laneOf(TASK, SET, 0).prompt.query;
export const [FIRST, RIGHT] = [input, (expected ?? "").trim()];

/** Tokens that are written at most, as in the experiment. */
const MOST = { bare: 8, worked: 96 };
export type Kind = keyof typeof MOST;
export const KINDS = Object.keys(MOST) as Kind[];

export function promptOf(problem: string, kind: Kind): string {
  const { prompt, lane } = laneOf(TASK, SET, EXAMPLES);
  const reasoning = kind === "worked";
  return render({ ...prompt, query: { input: problem } }, { ...lane, reasoning }).text;
}

/** The number that a text gives as its answer: the first, or the first behind the steps. */
export function answerIn(text: string, kind: Kind): string | null {
  const behind = kind === "bare" ? text : (text.split("\nA:")[1] ?? "");
  return /-?\d+/.exec(behind)?.[0] ?? null;
}

/** What a model writes, the likeliest token each time. Throws ApiError. */
export async function written(
  of: Of,
  problem: string,
  kind: Kind,
  signal: AbortSignal,
): Promise<string> {
  const greedy = { temperature: 0, top_k: 0, top_p: 1, n: 1, seed: 0 };
  const settings = { ...greedy, max_tokens: MOST[kind], stop: ["\n\n"] };
  const request = { ...of, prompt: promptOf(problem, kind), settings };
  for await (const event of generate(request, signal)) {
    if (event.type === "failed") throw new Error(event.problem.detail);
    if (event.type === "done") return event.text;
  }
  throw new Error("The run said nothing.");
}
