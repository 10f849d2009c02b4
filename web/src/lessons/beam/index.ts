// Beam search of several widths on one text.

import { link } from "../../core/address/url";
import { BEAM, type BeamSettings } from "../../core/decoding/settings";
import { write } from "../../core/address/decode";
import opening from "../../gallery/opening.json";
import type { LessonFile } from "../../features/lessons/lessons";

/** What is searched after, how wide and how far; recorded. */
export const BEAMS = opening.beam;

export function searchOf(width: number): BeamSettings {
  return { ...BEAM, width, n: 1, max_tokens: BEAMS.max_tokens };
}

export default {
  order: 15,
  group: "generation",
  title: { en: "Beam search", zh: "束搜索" },
  formula: ["s(u) = \\frac{1}{n^\\alpha} \\sum_{i=1}^n \\log p(u_i \\mid u_{<i})"],
  slips: [],
  sources: ["wu", "stahlberg", "holtzman"],
  opens: link("decode", write({ text: BEAMS.text, beam: searchOf(3) })),
} satisfies LessonFile;
