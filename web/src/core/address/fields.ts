// Reading single values out of an address; each says what is wrong by throwing Error.

/** A whole number in the bounds, or null where the key is missing. */
export function whole(
  query: URLSearchParams,
  key: string,
  min: number,
  max: number,
): number | null {
  const value = number(query, key, min, max);
  if (value !== null && !Number.isInteger(value)) throw new Error(`${key} is ${value}`);
  return value;
}

/** A number in the bounds, or null where the key is missing. */
export function number(
  query: URLSearchParams,
  key: string,
  min: number,
  max: number,
): number | null {
  const text = query.get(key);
  if (text === null) return null;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= min && value <= max)) throw new Error(`${key} is ${text}`);
  return value;
}

/** One of the choices, or null where the key is missing. */
export function choice<T extends string>(
  query: URLSearchParams,
  key: string,
  choices: readonly T[],
): T | null {
  const text = query.get(key);
  if (text === null) return null;
  const found = choices.find((item) => item === text);
  if (found === undefined) throw new Error(`${key} is ${text}`);
  return found;
}
