import { expect, it } from "vitest";
import { render } from "../../../../core/prompting/render";
import { FIRST, laneFor, PAIRS } from "./sentence";

it("asks a sentence of one's own behind the same pairs, in GPT-2's format", () => {
  for (const pairs of PAIRS) {
    const [own, first] = ["It rains.", FIRST].map((sentence) => {
      const { prompt, lane } = laneFor(sentence, pairs);
      return render(prompt, lane).text;
    });
    expect(own).toBe(first?.replace(FIRST, "It rains."));
    expect(own?.split("\n")).toHaveLength(pairs + 1);
    expect(own?.endsWith("It rains. =")).toBe(true);
  }
});
