// Models' state in the address: which model's export is looked at, and as what.

export interface ModelsState {
  model?: string;
  format?: string;
  precision?: string;
}

const KEYS = ["model", "format", "precision"] as const;
const MOST_NAME = 64; // letters

export function write(state: ModelsState): URLSearchParams {
  const query = new URLSearchParams();
  for (const key of KEYS) if (state[key] !== undefined) query.set(key, state[key]);
  return query;
}

/** Throws Error for a name that is too long. */
export function read(query: URLSearchParams): ModelsState {
  const state: ModelsState = {};
  for (const key of KEYS) {
    const value = query.get(key);
    if (value === null) continue;
    if (value.length > MOST_NAME) throw new Error(`${key} is ${value.length} letters long`);
    state[key] = value;
  }
  return state;
}
