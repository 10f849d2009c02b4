import { describe, expect, it } from "vitest";
import golden from "../../../../tests/contract/sameness.json";
import type { SavedColumn } from "./runs";
import { RunComparison, isSame } from "./sameness";
import { compareText, type TextAnswer } from "./texts";

type Events = Parameters<RunComparison["compareEvents"]>[2];

function outcome(compare: (comparison: RunComparison) => void) {
  const comparison = new RunComparison();
  compare(comparison);
  const { values, tokens, different, first, token, largest } = comparison;
  return { values, tokens, different, first, token, largest };
}

const rounded = (is: { largest: number }) => ({
  ...is,
  largest: expect.closeTo(is.largest, 12) as number,
});

describe("a repeated run", () => {
  it.each(golden.values)("is compared value by value: $name", ({ then, now, is }) => {
    expect(outcome((comparison) => comparison.compare("at", then, now))).toEqual(rounded(is));
  });
  it.each(golden.events)("is compared up to another token: $name", ({ then, now, is }) => {
    const result = outcome((comparison) =>
      comparison.compareEvents("at", 1, then as Events, now as Events),
    );
    expect(result).toEqual(rounded(is));
  });
  it.each(golden.texts)("is compared stretch by stretch: $name", ({ sample, answers, is }) => {
    const result = outcome((comparison) =>
      compareText(
        comparison,
        "at",
        { lane: 0, sample: 0 },
        sample as SavedColumn["samples"][number],
        answers as unknown as TextAnswer[],
      ),
    );
    expect(result).toEqual(rounded(is));
  });
  it("is not the same where nothing could be compared", () => {
    const comparison = new RunComparison();
    expect(isSame(comparison)).toBe(false);
    comparison.compare("at", 1, 1);
    expect(isSame(comparison)).toBe(true);
  });
});
