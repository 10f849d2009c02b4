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
  more: string[];
  small: string; // n, intervals, what they mean
}

/** What a language writes; `*` around what stands out. */
export interface Written {
  main: string;
  more?: string[];
  small: string;
}

type Words = typeof sentences;

export function sentenceOf(
  record: Whole,
  id: QuestionId,
  { sentences: t }: { sentences: Words },
): Sentence {
  const { main, more = [], small } = written(record, id, t);
  const { always } = commonOf(record);
  const first = always.map(({ model, answer }) =>
    t.always(answer.trim(), record.models.length > 1 ? model : null),
  );
  return { main: segments([...first, main].join("")), more, small };
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
