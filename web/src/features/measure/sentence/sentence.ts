// The sentence of a whole measurement, in the words of a language.

import type { QuestionId } from "../questions/question";
import {
  commonOf,
  examplesFacts,
  formatFacts,
  labelsFacts,
  modelsFacts,
  orderFacts,
  type Whole,
} from "./facts";
import type { sentences } from "./words.en";

export interface Segment {
  text: string;
  strong: boolean;
}

export interface Sentence {
  main: Segment[];
  why: string; // what decided it, beside its stamp
  more: string[];
  small: string; // n, intervals, what they mean
}

/** What a language writes; `*` around what stands out. */
export interface Written {
  main: string;
  why?: string; // else the first of what is more
  more?: string[];
  small: string;
}

type Words = typeof sentences;

export function sentenceOf(
  record: Whole,
  id: QuestionId,
  { sentences: t }: { sentences: Words },
): Sentence {
  const text = written(record, id, t);
  const { always, seldom } = commonOf(record);
  const first = always.map(({ model, answer }) =>
    t.always(answer.trim(), record.models.length > 1 ? model : null),
  );
  const main = [...(seldom ? [t.seldom] : []), ...first, text.main].join("");
  return parted({ ...text, main });
}

export function parted({ main, why, more = [], small }: Written): Sentence {
  const [first = "", ...others] = more;
  const rest = why === undefined ? others : more;
  return { main: segments(main), why: why ?? first, more: rest, small };
}

function written(record: Whole, id: QuestionId, t: Words): Written {
  const facts = {
    examples: () => sentence(examplesFacts(record), t.examples),
    order: () => sentence(orderFacts(record), t.order),
    labels: () => sentence(labelsFacts(record), t.labels),
    format: () => sentence(formatFacts(record), t.format),
    models: () => sentence(modelsFacts(record), t.models),
  };
  return (
    (id in facts ? facts[id as keyof typeof facts]() : null) ?? {
      main: t.nothing,
      small: t.n(commonOf(record)),
    }
  );
}

function sentence<F>(facts: F | null, tell: (facts: F) => Written): Written | null {
  return facts === null ? null : tell(facts);
}

/** Parted at asterisks: every second part stands out. */
export function segments(text: string): Segment[] {
  return text
    .split("*")
    .map((part, i) => ({ text: part, strong: i % 2 === 1 }))
    .filter((part) => part.text !== "");
}
