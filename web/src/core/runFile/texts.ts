// What a model drew by itself of the texts of Prompt. The twin of `drawn` in
// backend/shotglass/run_file/texts.py.

import type { TokenEvent } from "../api/events";
import type { SavedColumn, SavedSource } from "./runs";

interface Drawn {
  own: TokenEvent[]; // of all samples, up to where a person changed something
  most: number[]; // by sample, how many tokens of the same request are compared with them
}

/** A text that a person changed, or that was stopped, is compared as far as it is the model's own. */
export function drawn(question: SavedSource, { sources, samples }: SavedColumn): Drawn {
  const most: number[] = [];
  const own = samples.flatMap(({ parts, reason }, sample) => {
    const end = parts.findIndex((part) => {
      if (part.kind === "typed" || part.chosen) return true;
      const source = sources[part.source];
      return source?.prompt !== question.prompt || source.settings.seed !== question.settings.seed;
    });
    const isWhole = end < 0 && reason !== "cancelled";
    const tokens = (end < 0 ? parts : parts.slice(0, end)).flatMap((part) =>
      part.kind === "token" ? [{ ...part.token, sample }] : [],
    );
    most.push(isWhole ? Infinity : tokens.length);
    return tokens;
  });
  return { own, most };
}
