// Logits as bias and penalties leave them, before any temperature or filter. The twin of
// backend/shotglass/decoding/processors.py; tests/contract/decoding.json holds both together.

export interface Penalties {
  repetition_penalty?: number; // 1 or nothing is off
  presence_penalty?: number; // 0 or nothing is off
  frequency_penalty?: number; // 0 or nothing is off
  logit_bias?: readonly (readonly [id: number, value: number])[];
}

/** What stands before a token: ids of the prompt and of what was generated after it. */
export interface Before {
  prompt: readonly number[];
  generated: readonly number[];
}

export const NOTHING: Before = { prompt: [], generated: [] };
const LARGEST = 3.4028234663852886e38; // of the finite float32

export function adjusts(settings: Penalties): boolean {
  return (
    (settings.repetition_penalty ?? 1) !== 1 ||
    (settings.presence_penalty ?? 0) !== 0 ||
    (settings.frequency_penalty ?? 0) !== 0 ||
    (settings.logit_bias ?? []).length > 0
  );
}

/**
 * Bias, then the repetition penalty, then presence and frequency, in float64 and rounded once to
 * float32; the logits themselves where all are off.
 */
export function adjusted<T extends ArrayLike<number>>(
  logits: T,
  settings: Penalties,
  { prompt, generated }: Before,
): T | Float32Array {
  if (!adjusts(settings)) return logits;
  const made = Float64Array.from(logits);
  const change = (id: number, by: (logit: number) => number) => {
    const logit = made[id];
    if (logit !== undefined) made[id] = by(logit);
  };
  for (const [id, value] of settings.logit_bias ?? []) change(id, (logit) => logit + value);
  const penalty = settings.repetition_penalty ?? 1;
  for (const id of new Set([...prompt, ...generated])) {
    change(id, (logit) => (logit > 0 ? logit / penalty : logit * penalty));
  }
  const [presence, frequency] = [settings.presence_penalty ?? 0, settings.frequency_penalty ?? 0];
  for (const [id, times] of counted(generated)) {
    change(id, (logit) => logit - times * frequency - presence);
  }
  return Float32Array.from(made, (logit) => Math.min(Math.max(logit, -LARGEST), LARGEST));
}

function counted(ids: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
