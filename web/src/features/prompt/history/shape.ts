// Reads values of unknown shape, as a file of anyone's holds them, into values of a known one. Only
// what is named is taken over; the first thing that is not as expected is an error that says where.

export type Expected =
  | { kind: "text" | "list"; most: number }
  | { kind: "number" | "whole"; min: number; max: number }
  | { kind: "choice"; of: readonly string[] }
  | { kind: "object" | "flag" };

export class ShapeError extends Error {
  constructor(
    readonly at: string, // `runs[3].columns[0].made`
    readonly expected: Expected,
  ) {
    super(`${at}: ${expected.kind} was expected.`);
    this.name = "ShapeError";
  }
}

/** Throws ShapeError. */
export type Read<T> = (value: unknown, at: string) => T;

export function text(most: number): Read<string> {
  return (value, at) => {
    if (typeof value === "string" && value.length <= most) return value;
    throw new ShapeError(at, { kind: "text", most });
  };
}

export function number(
  min: number,
  max: number,
  kind: "number" | "whole" = "number",
): Read<number> {
  return (value, at) => {
    const fits = typeof value === "number" && value >= min && value <= max;
    if (fits && (kind === "number" || Number.isInteger(value))) return value;
    throw new ShapeError(at, { kind, min, max });
  };
}

export const flag: Read<boolean> = (value, at) => {
  if (typeof value === "boolean") return value;
  throw new ShapeError(at, { kind: "flag" });
};

export function choice<const T extends string>(of: readonly T[]): Read<T> {
  return (value, at) => {
    const match = of.find((item) => item === value);
    if (match !== undefined) return match;
    throw new ShapeError(at, { kind: "choice", of });
  };
}

export function nullable<T>(read: Read<T>): Read<T | null> {
  return (value, at) => (value === null ? null : read(value, at));
}

/** A key that may be missing. */
export function optional<T>(read: Read<T>): Read<T | undefined> {
  return (value, at) => (value === undefined ? undefined : read(value, at));
}

export function list<T>(read: Read<T>, most: number): Read<T[]> {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > most)
      throw new ShapeError(at, { kind: "list", most });
    return value.map((item, i) => read(item, `${at}[${i}]`));
  };
}

type Out<R> = R extends Read<infer T> ? T : never;
type Missing<R> = { [K in keyof R]: undefined extends Out<R[K]> ? K : never }[keyof R];
type Values<R> = { [K in Exclude<keyof R, Missing<R>>]: Out<R[K]> } & {
  [K in Missing<R>]?: Exclude<Out<R[K]>, undefined>;
};

export function object<R extends Record<string, Read<unknown>>>(reads: R): Read<Values<R>> {
  return (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new ShapeError(at, { kind: "object" });
    }
    const entries = Object.entries(reads).flatMap(([key, read]) => {
      const own = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
      const result = read(own, at === "" ? key : `${at}.${key}`);
      return result === undefined ? [] : [[key, result] as const];
    });
    return Object.fromEntries(entries) as Values<R>;
  };
}

/** An object with any keys. */
export function table<T>(read: Read<T>, most: number): Read<Record<string, T>> {
  return (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new ShapeError(at, { kind: "object" });
    }
    const entries = Object.entries(value);
    if (entries.length > most) throw new ShapeError(at, { kind: "list", most });
    return Object.fromEntries(entries.map(([key, item]) => [key, read(item, `${at}.${key}`)]));
  };
}
