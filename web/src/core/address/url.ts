// The page's state as a URL fragment: `#v1/compare?task=same-word&set=opposite&k=4`. It is never
// sent to a server, never longer than 8 KB, and reading it runs nothing. What stands after the `?`
// is each view's own: `address/<view>.ts`.

import { VIEWS, type View } from "./views";

export interface Address {
  view: View;
  query: URLSearchParams;
}

const VERSION = "v1";
const MOST_BYTES = 8192;

/** The fragment with its `#`, or null where the state is too long for a link. */
export function encode({ view, query }: Address): string | null {
  const tail = query.toString();
  const fragment = `#${VERSION}/${view}${tail === "" ? "" : `?${tail}`}`;
  return fragment.length <= MOST_BYTES ? fragment : null;
}

/** A link to a view in a state, for a state that is known to be short. */
export function link(view: View, query = new URLSearchParams()): string {
  return encode({ view, query }) ?? `#${VERSION}/${view}`;
}

/** The query of an address with another value for one name; null takes the name out. */
export function withValue(search: string, name: string, value: string | null): string {
  const query = new URLSearchParams(search);
  if (value === null) query.delete(name);
  else query.set(name, value);
  return query.size === 0 ? "" : `?${query.toString()}`;
}

/** What a fragment names: null for an empty one, or one that names no view. Throws Error for one that is not ours. */
export function decode(fragment: string): Address | null {
  const text = fragment.replace(/^#/, "");
  if (text === "") return null;
  if (text.length > MOST_BYTES) throw new Error("too long");
  const [path = "", tail = ""] = cut(text, "?");
  const [version, name] = cut(path, "/");
  if (version === VERSION && name === "") return null;
  if (version !== VERSION || !VIEWS.has(name)) throw new Error("another version or view");
  return { view: name, query: new URLSearchParams(tail) };
}

function cut(text: string, at: string): [string, string] {
  const place = text.indexOf(at);
  return place < 0 ? [text, ""] : [text.slice(0, place), text.slice(place + 1)];
}

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
  const match = choices.find((item) => item === text);
  if (match === undefined) throw new Error(`${key} is ${text}`);
  return match;
}
