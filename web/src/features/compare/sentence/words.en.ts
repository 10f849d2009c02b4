// The sentences of the page in English that are put together from a run.

import type { Outcome } from "../../../core/prompting/relabelling";
import type { Segment } from "../../../core/text/segment";
import { capital, examples } from "../../../words/common.en";
import type { Effect } from "./effect";

/** The sentence under the axis; the null forms are fixed. */
export function verdict(v: Effect): Segment[] {
  switch (v.kind) {
    case "no-examples":
      return [
        {
          text: v.there
            ? "No example is shown. Choose a number of examples above and watch the marks."
            : "There are no examples yet. Add some under “Examples”, run again, and watch the marks.",
        },
      ];
    case "no-answers":
      return [];
    case "nothing":
      return [{ text: `${capital(examples(v.k))} moved nothing by more than 1 point.` }];
    case "form":
      return [{ text: "The answer’s form changed; the choice did not." }];
    case "together":
      return [
        { text: `${capital(examples(v.k))} moved ` },
        { text: `${points(v.by)} points`, strong: true },
        { text: v.by > 0 ? " onto these answers together." : " off these answers together." },
      ];
    case "onto":
    case "away":
      return [
        { text: `${capital(examples(v.k))} moved ` },
        { text: `${points(v.by)} points`, strong: true },
        {
          text: ` ${v.kind === "onto" ? "onto" : "away from"} “${v.label}${tail(v.label, v.expected)}`,
        },
      ];
  }
}

/** What the model made of examples whose labels were moved, on this question; nothing is praise. */
export function relabelled(outcome: Outcome): Segment[] {
  const { kind, wrong, shown, says, aloud } = outcome;
  const how =
    kind === "flipped"
      ? "The labels are flipped"
      : `${wrong} of the ${examples(shown)} shown ${wrong === 1 ? "has" : "have"} another label than before`;
  const verb = aloud ? "the model says " : "of the listed answers the model prefers ";
  return [{ text: `${how}; ${verb}` }, { text: says, strong: true }, { text: `.${turn(outcome)}` }];
}

/** One question shows no habit of the model, so the sentence says that it is one. */
function turn({ kind, before, turn }: Outcome): string {
  const was = `With the labels as they were it was “${before ?? ""}”`;
  switch (turn) {
    case null:
      return "";
    case "turned":
      return ` ${was}: on this one question the answer turned with the labels.`;
    case "unturned":
      return " It said so before: on this one question the answer did not turn.";
    case "same":
      return kind === "flipped"
        ? " It said so before, and the flipped labels ask for no other."
        : " It said so before: on this one question the answer did not change.";
    case "changed":
      return kind === "flipped"
        ? ` ${was}: on this one question the answer changed, but not as the labels did.`
        : ` ${was}: on this one question the answer changed.`;
  }
}

function tail(label: string, expected: string | null): string {
  if (expected === null) return "”.";
  return label === expected ? "”, the expected answer." : `”; “${expected}” was expected.`;
}

function points(by: number): string {
  return (100 * Math.abs(by)).toFixed(1);
}
