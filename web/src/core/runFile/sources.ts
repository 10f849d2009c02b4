// Whether the stretches of a text are those that its question asks for: where they contradict one
// another, what is shown as asked is not what was answered. The twin of
// backend/shotglass/run_file/sources.py; tests/contract/runs.json holds both together.

import type { SavedColumn, SavedSettings, SavedSource } from "./runs";
import { RunComparison } from "./sameness";
import { Misshapen, MISSING } from "./shape";

export const ANEW = 1000; // what a text that a person has written anew adds to the seed, each time
const SEEDS = Number.MAX_SAFE_INTEGER; // after which they begin again

/** `column`: of the results, at `place`. Throws Misshapen. */
export function checkSources(question: SavedSource, column: SavedColumn, place: string): void {
  const { n } = question.settings;
  if (column.samples.length !== n)
    throw new Misshapen(`${place}.samples`, { kind: "list", min: n, max: n }, column.samples);
  column.sources.forEach((source, at) => checkSource(question, source, `${place}.sources[${at}]`));
  for (let at = 0; at < n; at += 1) checkSample(question, column, at, place);
}

/** What a person's steps do not change is the question's own. */
function checkSource(question: SavedSource, source: SavedSource, place: string): void {
  const { settings: then } = question;
  for (const name of Object.keys(source.settings).sort() as (keyof SavedSettings)[]) {
    const now = source.settings[name];
    const fits =
      name === "n"
        ? now === 1 || now === then.n
        : name === "seed" || alike(unfinished(then, name), unfinished(source.settings, name));
    if (!fits) throw contradiction(`${place}.settings.${name}`, now);
  }
  const [ids, own] = [question.ids, source.ids];
  if ((ids === undefined) !== (own === undefined) || ids?.some((id, at) => own?.[at] !== id))
    throw contradiction(`${place}.ids`, own);
  if (!alike(question.interventions, source.interventions))
    throw contradiction(`${place}.interventions`, source.interventions);
}

/** A setting; of a constraint without how much of the answer was there. */
function unfinished(settings: SavedSettings, name: keyof SavedSettings): unknown {
  const { constraint } = settings;
  const ofForm = name === "constraint" && constraint !== undefined;
  return ofForm ? { ...constraint, prefix: "" } : settings[name];
}

function alike(then: unknown, now: unknown): boolean {
  const comparison = new RunComparison();
  comparison.compare("", then, now);
  comparison.compare("", now, then);
  return comparison.different === 0;
}

function checkSample(question: SavedSource, column: SavedColumn, at: number, place: string): void {
  const { parts, reason } = column.samples[at] ?? { parts: [], reason: null };
  let text = question.prompt;
  let before: number | null = null; // the place of the source that the text before was drawn of
  parts.forEach((part, i) => {
    if (part.kind === "typed") {
      [text, before] = [text + part.text, null];
      return;
    }
    const source = column.sources[part.source] ?? question;
    const number = source.settings.n > 1 ? at : 0;
    if (part.token.sample !== number) {
      const expected = { kind: "constant", value: String(number) } as const;
      const where = `${place}.samples[${at}].parts[${i}].token.sample`;
      throw new Misshapen(where, expected, part.token.sample);
    }
    if (before !== part.source)
      checkBeginning(question, source, text, i, `${place}.sources[${part.source}]`);
    [text, before] = [text + part.token.text, part.chosen ? null : part.source];
  });
  if (before === null && reason !== null && reason !== "cancelled")
    throw new Misshapen(`${place}.samples[${at}].reason`, { kind: "null" }, reason);
}

/** Of a stretch: `text` stands before it, and `at` parts of its sample. */
function checkBeginning(
  question: SavedSource,
  source: SavedSource,
  text: string,
  at: number,
  place: string,
): void {
  if (source.prompt !== text) throw contradiction(`${place}.prompt`, source.prompt);
  const step = source.settings.seed - question.settings.seed;
  if (at === 0 && (step < 0 ? step + SEEDS : step) % ANEW !== 0)
    throw contradiction(`${place}.settings.seed`, source.settings.seed);
}

function contradiction(place: string, value: unknown): Misshapen {
  return new Misshapen(place, { kind: "question" }, value ?? MISSING);
}
