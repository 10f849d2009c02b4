// What became of right answers with so many examples, in a sentence or two.

import { metric, shortPercent } from "../../../core/text/numbers";
import { capital, examples } from "../../../words/common.en";
import type { XAxis } from "../curves/curves";
import type { Story } from "./emergence";

const UNITS: Record<XAxis, string> = {
  tokens: "tokens",
  labels: "answers practised",
  steps: "steps",
};

export const amount = (x: number, axis: XAxis) => `${metric(x)} ${UNITS[axis]}`;
const given = (k: number) => (k === 0 ? "without an example" : `with ${examples(k)}`);

export function story(s: Story): string {
  return `${s.seldom ? "It seldom says any of the answers. " : ""}${course(s)}: ${outcome(s)}.`;
}

/** How it went, up to the figures. */
function course({ happened, k, axis, running, sudden, start, split, beyond }: Story): string {
  if (happened.kind === "none" && k === 0) return "Without an example it can only guess";
  if (happened.kind === "none")
    return `${capital(examples(k))} ${running ? "have not helped yet" : "never helped"}`;
  if (happened.kind === "early")
    return start === null
      ? `Better than a guess from the first look on, ${given(k)}`
      : `It goes on from “${start}” and is better than a guess from the first look on, ${given(k)}`;
  const { from, to } = happened;
  const before = from.x === 0 ? "At the start" : `For ${amount(from.x, axis)}`;
  const way = amount(to.x - from.x, axis);
  const use = k === 0 ? "to answer without an example" : `to use ${examples(k)}`;
  const only = beyond?.guess ? `, but only about ${split}` : "";
  return sudden
    ? `${before} it could only guess. Then, within ${way}, it learned ${use}${only}`
    : `${before} it could only guess; over the next ${way} it slowly learned ${use}${only}`;
}

function outcome({ happened, chance, running, beyond }: Story): string {
  const first =
    happened.kind === "early" ? `${shortPercent(happened.first.y)} right at that look, ` : "";
  const last = `${shortPercent(happened.last.y)} right ${running ? "so far" : "at the end"}`;
  const others = beyond === null ? "" : `, ${shortPercent(beyond.last.y)} about ${beyond.split}`;
  return `${first}${last}${others}, where a guess gets ${shortPercent(chance)}`;
}
