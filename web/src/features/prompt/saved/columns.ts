// The columns of Prompt as a run in a file holds them, and back.

import type { RunModel, SavedColumn, SavedSource, WrittenRun } from "../../../core/runFile/runs";
import { savedSettings, viewSettings } from "../../../core/runFile/settings";
import { ofModel } from "../../../state/runFile/models";
import { precision } from "../../../state/precision.svelte";
import { server } from "../../../state/server.svelte";
import type { KeptColumn } from "../history/keptRun";
import type { Made } from "../writing/sample.svelte";

type Question = WrittenRun["question"]["columns"][number];
type Source = Pick<Made, "prompt" | "ids" | "settings" | "constraint" | "interventions">;

/** `model`: its place among the run's. */
export function questionOf({ made }: { made: Made }, model: number): Question {
  const chat = made.chat === undefined ? {} : { chat: [...made.chat] };
  return { model, ...savedSource(made), ...chat };
}

export function writtenOf({
  sources,
  samples,
}: Pick<KeptColumn, "sources" | "samples">): SavedColumn {
  return {
    sources: sources.map(savedSource),
    samples: samples.map(({ parts, reason }) => ({
      parts: parts.map((part) =>
        "typed" in part ? { kind: "typed", text: part.typed } : { kind: "token", ...part },
      ),
      reason,
    })),
  };
}

export function columnOf(question: Question, written: SavedColumn, model: RunModel): KeptColumn {
  const here = server.models.find(({ id }) => id === model.id);
  const now = here === undefined ? null : precision.numbersFor(here);
  const numbers = now?.as === model.precision ? now : { as: model.precision, off: null };
  const shared = { of: ofModel(model), numbers };
  const { chat } = question;
  return {
    made: {
      ...{ ...shared, model: model.name, where: model.where },
      ...{ ...viewSource(question), ...(chat === undefined ? {} : { chat }) },
    },
    digest: model.digest,
    sources: written.sources.map((source) => ({ ...shared, ...viewSource(source) })),
    samples: written.samples.map(({ parts, reason }) => ({
      parts: parts.map((part) =>
        part.kind === "typed"
          ? { typed: part.text }
          : { source: part.source, token: part.token, chosen: part.chosen },
      ),
      reason,
    })),
  } as KeptColumn;
}

function savedSource({ prompt, ids, settings, constraint, interventions }: Source): SavedSource {
  const given = ids === undefined ? {} : { ids: [...ids] };
  const changed = interventions && { interventions };
  return { prompt, ...given, settings: savedSettings(settings, constraint), ...changed };
}

function viewSource({ prompt, ids, settings, interventions }: SavedSource): Source {
  const { constraint, ...rest } = viewSettings(settings);
  return {
    ...{ prompt, settings: rest.settings },
    ...(ids === undefined ? {} : { ids }),
    ...(interventions && { interventions }),
    ...(constraint === null ? {} : { constraint }),
  } as Source;
}
