// The sentences of the page in English that are put together from a run.

import type { Verdict } from "../../verdict";

export interface Segment {
  text: string;
  strong?: boolean;
}

/** The sentence under the axis; the null forms are fixed. */
export function verdict(v: Verdict): Segment[] {
  switch (v.kind) {
    case "no-examples":
      return [
        { text: "No example is shown. Choose a number of examples above and watch the marks." },
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

export function examples(k: number): string {
  return k === 0 ? "no example" : k === 1 ? "1 example" : `${k} examples`;
}

function tail(label: string, expected: string | null): string {
  if (expected === null) return "”.";
  return label === expected ? "”, the expected answer." : `”; “${expected}” was expected.`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function points(by: number): string {
  return (100 * Math.abs(by)).toFixed(1);
}
