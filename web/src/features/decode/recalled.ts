// A recorded distribution of what follows a text, with the words of its tokens as far as they were kept.

import type { Piece } from "../../core/api/events";
import { Distribution } from "../../core/decoding/distribution";
import type { Before } from "../../core/decoding/processors";
import {
  recordedLogits,
  recordedPieces,
  recordedTexts,
  recordings,
} from "../../core/recordings/recordings";
import { Vocabulary } from "../../core/text/tokens";

export interface Recalled {
  shown: Distribution;
  words: Vocabulary | null;
}

/** `taken`: the texts of the tokens behind the text. Null where nothing of it was recorded. */
export async function recalled(text: string, taken: readonly string[]): Promise<Recalled | null> {
  const whole = text + taken.join("");
  const result = await recordedLogits(whole);
  if (result === null) return null;
  const texts = await recordedTexts(whole);
  const pieces = (await recordedPieces(whole)) ?? [];
  const { name, date, digest } = result.head;
  const origin = { recorded: { date, digest }, model: name, numbers: recordings.numbers };
  const before = cut(pieces, taken.length);
  const shown = new Distribution(text, taken, result.logits, origin, before);
  return { shown, words: texts && new Vocabulary(texts) };
}

/** Recorded tokens up to those taken, and those. */
function cut(pieces: readonly Piece[], taken: number): Before {
  const ids = pieces.map((piece) => piece.id);
  return { prompt: ids.slice(0, ids.length - taken), generated: ids.slice(ids.length - taken) };
}
