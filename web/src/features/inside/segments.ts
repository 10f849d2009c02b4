// A text's tokens grouped into the parts of its prompt, or into its lines.

import type { Part } from "../../core/attention/attention";
import type { Piece, Span } from "../../core/api/events";
import type { PromptPart } from "../../core/prompting/parts";

const MOST_LINES = 12; // more would be too many to name

export interface PartNames {
  start: string; // of the start token, which is no part of the text
  instruction: string;
  question: string;
  written: string;
  example(k: number): string;
  line(k: number): string;
  shorts: { start: string; instruction: string; question: string; written: string };
}

type Kind = PromptPart["kind"];

/** Where what follows a token belongs; `key` is the same for one part. */
interface Place {
  kind: Kind | "line" | "written" | "start";
  index: number;
}

/** The parts of a rendered prompt; a token belongs to the part of its first code point. */
export function segments(
  pieces: readonly Piece[],
  spans: readonly Span[],
  names: PartNames,
): Part[] {
  return grouped(pieces, (piece) => placeOf(spans, piece.start), names);
}

/** The lines of a text; none where there is but one, or too many to name. */
export function lines(pieces: readonly Piece[], text: string, names: PartNames): Part[] {
  const letters = Array.from(text);
  let line = 0;
  let at = 0;
  const parts = grouped(
    pieces,
    (piece) => {
      for (; at < piece.start; at += 1) if (letters[at] === "\n") line += 1;
      return { kind: "line", index: line };
    },
    names,
  );
  return parts.length < 2 || parts.length > MOST_LINES ? [] : parts;
}

/** Adds what the model wrote after the first `prompt` tokens as a part of its own. */
export function withWritten(parts: readonly Part[], all: number, prompt: number, names: PartNames) {
  const before = parts
    .map((part) => ({ ...part, end: Math.min(part.end, prompt) }))
    .filter((part) => part.end > part.start);
  if (all <= prompt) return before;
  return [...before, named({ kind: "written", index: 0 }, prompt, all, names)];
}

function placeOf(spans: readonly Span[], at: number): Place {
  const span = spans.find(({ start, end }) => at >= start && at < end) ?? spans.at(-1);
  if (span === undefined || span.part === "query") return { kind: "question", index: 0 };
  if (span.shot === null) return { kind: "instruction", index: 0 };
  return { kind: "example", index: span.shot };
}

function grouped(pieces: readonly Piece[], place: (p: Piece) => Place, names: PartNames): Part[] {
  const runs: { place: Place; start: number; end: number }[] = [];
  pieces.forEach((piece, i) => {
    const isStart = piece.special && piece.end === 0; // a gap is special too, and of the text
    const here: Place = isStart ? { kind: "start", index: 0 } : place(piece);
    const last = runs.at(-1);
    if (last?.place.kind === here.kind && last.place.index === here.index) last.end = i + 1;
    else runs.push({ place: here, start: i, end: i + 1 });
  });
  return runs.map((run) => named(run.place, run.start, run.end, names));
}

function named({ kind, index }: Place, start: number, end: number, names: PartNames): Part {
  if (kind === "example" || kind === "line") {
    return { name: names[kind](index + 1), short: String(index + 1), start, end };
  }
  return { name: names[kind], short: names.shorts[kind], start, end };
}
