// The events on which two models' next-token distributions can be compared.

/** Strings in order, and for each the token of either model; by number where both are the same. */
export interface JointVocabulary {
  whole: boolean; // both vocabularies are the same, and every token is an event
  texts: readonly string[]; // (E,)
  first: Int32Array; // (E,) token ids
  second: Int32Array;
}

/**
 * All tokens for two models with the same vocabulary; else the strings that are exactly one token in
 * both. A token of broken characters is no string, and an empty one is never shared.
 */
export function joint(these: readonly string[], other: readonly string[]): JointVocabulary {
  if (these.length === other.length && these.every((text, id) => text === other[id])) {
    const ids = Int32Array.from(these, (_, id) => id);
    return { whole: true, texts: these, first: ids, second: ids };
  }
  const [first, second] = [single(these), single(other)];
  const texts = [...first.keys()].filter((text) => second.has(text));
  const ids = (of: ReadonlyMap<string, number>) =>
    Int32Array.from(texts, (text) => of.get(text) ?? -1);
  return { whole: false, texts, first: ids(first), second: ids(second) };
}

function single(texts: readonly string[]): Map<string, number> {
  const ids = new Map<string, number>();
  const twice = new Set<string>();
  texts.forEach((text, id) => (ids.has(text) ? twice.add(text) : ids.set(text, id)));
  for (const text of [...twice, ""]) ids.delete(text);
  for (const text of ids.keys()) if (text.includes("\ufffd")) ids.delete(text);
  return ids;
}

/** The probabilities (E,) of the events, and of everything else together where there may be more. */
export function onEvents(p: Float64Array, ids: Int32Array, whole: boolean): Float64Array {
  const events = new Float64Array(ids.length + (whole ? 0 : 1));
  ids.forEach((id, i) => (events[i] = p[id] ?? 0));
  if (!whole) events[ids.length] = Math.max(1 - events.reduce((sum, value) => sum + value, 0), 0);
  return events;
}
