// The lesson's searches: recorded where they were recorded, else asked.

import { beam } from "../../../../core/api/api";
import type { BeamResult, SearchEvent } from "../../../../core/api/events";
import { recordedBeam } from "../../../../core/recordings/recordings";
import { modelToAsk, type Answer } from "../../views/lessons/answers";
import { beamTree, type Placed } from "../../../../ui/figures/decoding/beamTree";
import { BEAM, type BeamSettings } from "../../../../core/decoding/settings";
import opening from "../../../../gallery/opening.json";

/** What is searched after, how wide and how far; recorded. */
export const BEAMS = opening.beam;

export interface SearchAnswer {
  tree: Placed[];
  best: BeamResult;
}

export function searchOf(width: number): BeamSettings {
  return { ...BEAM, width, n: 1, max_tokens: BEAMS.max_tokens };
}

/** A beam search after a text. Throws NoModel, ApiError. */
export async function beamAnswer(
  width: number,
  text: string,
  signal?: AbortSignal,
): Promise<Answer<SearchAnswer>> {
  const settings = searchOf(width);
  const result = await recordedBeam(text, settings).catch(() => null);
  if (result !== null) return { value: readSearch(result.events), head: result.head };
  const request = { ...modelToAsk(), prompt: text, continuation: [], settings };
  const message: SearchEvent[] = [];
  for await (const event of beam(request, signal)) message.push(event);
  return { value: readSearch(message), head: null };
}

function readSearch(events: readonly SearchEvent[]): SearchAnswer {
  const results = events.find((event) => event.type === "found")?.results ?? [];
  const nodes = events.flatMap((event) => (event.type === "beam" ? event.nodes : []));
  const [best] = results;
  if (best === undefined) throw new Error("The search said nothing.");
  return { tree: beamTree(nodes, results), best };
}
