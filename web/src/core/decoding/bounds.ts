// The server's bounds of numbers (`LIMITS` of `api.gen.ts`) as a field of a form takes them.

export interface Bound {
  min: number;
  max: number;
  step: number; // of the field's arrows
  whole: boolean;
}

interface Limit {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum: number;
  readonly whole: boolean;
}

const LEAST = 0.01; // above an exclusive minimum: what a field can show with two digits

/** The bounds of the fields that have a step. */
export function boundsOf<Name extends string>(
  limits: Readonly<Record<Name, Limit>>,
  steps: Readonly<Record<Name, number>>,
): Record<Name, Bound> {
  const names = Object.keys(steps) as Name[];
  const bounds = names.map((name) => [name, bound(limits[name], steps[name])] as const);
  return Object.fromEntries(bounds) as Record<Name, Bound>;
}

function bound(limit: Limit, step: number): Bound {
  const { minimum, exclusiveMinimum, maximum, whole } = limit;
  const min = minimum ?? (exclusiveMinimum ?? -Infinity) + LEAST;
  return { min, max: maximum, step, whole };
}
