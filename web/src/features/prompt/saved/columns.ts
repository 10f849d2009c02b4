// The columns of Prompt as a run in a file holds them, and back.

import type {
  RunModel,
  SavedColumn,
  SavedPart,
  SavedSource,
  WrittenRun,
} from "../../../core/runFile/runs";
import { savedSettings, viewSettings } from "../../../core/runFile/settings";
import { ofModel } from "../../../state/runFile/models";
import { precision } from "../../../state/precision.svelte";
import { server } from "../../../state/server.svelte";
import type { Part, Source } from "../writing/parts";
import type { Made, Sample } from "../writing/sample.svelte";

type Question = WrittenRun["question"]["columns"][number];
type Asked = Pick<Made, "prompt" | "ids" | "settings" | "constraint" | "interventions">;

/** A column as it was written. */
export interface ReadColumn {
  made: Made;
  samples: { parts: Part[]; reason: Sample["reason"] }[];
}

/** `model`: its place among the run's. */
export function questionOf(made: Made, model: number): Question {
  const chat = made.chat === undefined ? {} : { chat: [...made.chat] };
  return { model, ...savedSource(made), ...chat };
}

/** The sources are named by number, so that each is saved once. */
export function writtenOf(samples: readonly Pick<Sample, "parts" | "reason">[]): SavedColumn {
  const tokens = samples.flatMap(({ parts }) => parts).filter((part) => part.kind === "token");
  const sources = new Map(
    [...new Set(tokens.map(({ source }) => source))].map((of, at) => [of, at]),
  );
  const saved = (part: Part): SavedPart =>
    part.kind === "typed" ? part : { ...part, source: sources.get(part.source) ?? 0 };
  return {
    sources: [...sources.keys()].map(savedSource),
    samples: samples.map(({ parts, reason }) => ({ parts: parts.map(saved), reason })),
  };
}

/** Tokens of one request share their source, as they did. */
export function columnOf(question: Question, written: SavedColumn, model: RunModel): ReadColumn {
  const here = server.models.find(({ id }) => id === model.id);
  const now = here === undefined ? null : precision.numbersFor(here);
  const numbers = now?.as === model.precision ? now : { as: model.precision, off: null };
  const shared = { of: ofModel(model), numbers };
  const sources = written.sources.map((source): Source => ({ ...shared, ...viewSource(source) }));
  const { chat } = question;
  const read = (part: SavedPart): Part[] => {
    if (part.kind === "typed") return [part];
    const source = sources[part.source];
    return source === undefined ? [] : [{ ...part, source }];
  };
  return {
    made: {
      ...{ ...shared, model: model.name, where: model.where },
      ...{ ...viewSource(question), ...(chat === undefined ? {} : { chat }) },
    },
    samples: written.samples.map(({ parts, reason }) => ({ parts: parts.flatMap(read), reason })),
  };
}

function savedSource(source: Asked | Source): SavedSource {
  const { prompt, ids, settings, constraint, interventions } = source;
  const given = ids === undefined ? {} : { ids: [...ids] };
  const changed = interventions && { interventions };
  return { prompt, ...given, settings: savedSettings(settings, constraint), ...changed };
}

function viewSource({ prompt, ids, settings, interventions }: SavedSource): Asked {
  const { constraint, ...rest } = viewSettings(settings);
  return {
    ...{ prompt, settings: rest.settings },
    ...(ids === undefined ? {} : { ids }),
    ...(interventions && { interventions }),
    ...(constraint === null ? {} : { constraint }),
  };
}
