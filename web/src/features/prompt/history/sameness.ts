// Whether a run that was repeated is the run that was kept.

import { RunComparison } from "../../../core/runFile/sameness";
import type { Settings } from "../../../core/api/api";
import type { Part } from "../writing/parts";
import { unpacked, type KeptColumn } from "./keptRun";

export class KeptSameness extends RunComparison {
  changed = 0; // samples that a person changed, or wrote anew: compared up to there
}

/** `fresh`: the parts of each sample of each column, written from the beginning. */
export function sameness(
  stored: readonly KeptColumn[],
  fresh: readonly (readonly (readonly Part[])[])[],
): KeptSameness {
  const comparison = new KeptSameness();
  stored.forEach((column, lane) =>
    unpacked(column).forEach((parts, sample) => {
      const own = asDrawn(parts, column.made.settings, column.made.prompt);
      if (own.length < parts.length) comparison.changed += 1;
      const whole = own.length === parts.length && column.samples[sample]?.reason !== "cancelled";
      const again = fresh[lane]?.[sample] ?? [];
      const compared = whole ? Math.max(own.length, again.length) : own.length;
      for (let token = 0; token < compared; token += 1) {
        const [then, now] = [tokenOf(own[token]), tokenOf(again[token])];
        comparison.compare(`columns[${lane}].samples[${sample}].parts[${token}].token`, then, now);
        if (!comparison.isToken({ lane, sample, token }, then, now)) break;
      }
    }),
  );
  return comparison;
}

function tokenOf(part: Part | undefined) {
  return part?.kind === "token" ? part.token : null;
}

/** The tokens at its beginning that the run itself drew, before a person changed anything. */
function asDrawn(parts: readonly Part[], settings: Settings, prompt: string): Part[] {
  const end = parts.findIndex(
    (part) =>
      part.kind === "typed" ||
      part.chosen ||
      part.source.prompt !== prompt ||
      part.source.settings.seed !== settings.seed,
  );
  return parts.slice(0, end < 0 ? parts.length : end);
}
