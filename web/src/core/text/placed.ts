// Sentences with places for what is known only when they are shown: `{width} tokens`.

import { lookup } from "../lookup";

export type Values = Record<string, string | number>;

/** What is said of a number: of none and of one where it differs, and of any other. */
export interface Counted {
  zero?: string;
  one?: string;
  other: string;
}

/** `text` with a value in each place. Throws Error for a place that has none. */
export function placed(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = lookup(values, name);
    if (value === undefined) throw new Error(`${place} has no value in: ${text}`);
    return String(value);
  });
}

/** The form for `n`, with `{n}` and the other values in their places. */
export function counted(forms: Counted, n: number, values: Values = {}): string {
  const form = n === 0 ? forms.zero : n === 1 ? forms.one : undefined;
  return placed(form ?? forms.other, { n, ...values });
}
