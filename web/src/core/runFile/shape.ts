// Reads a JSON value by a JSON schema, key by key; the first that does not fit is an error with its
// place. What the schema of runs needs of draft 2020-12 and no more; `oneOf` is chosen by the property
// that `discriminator` names. The twin of backend/shotglass/run_file/shape.py;
// tests/contract/runs.json holds both together.

export interface Schema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: { readonly propertyName: string };
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly examples?: readonly string[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
}

const MOST_SHOWN = 40; // characters of a text at fault
export const MISSING = Symbol("missing");

/** What was expected at a place; the page's words say it. */
export type Expected =
  | { kind: "text"; most: number }
  | { kind: "example"; text: string }
  | { kind: "number" | "whole"; min: number; max: number; above: boolean }
  | { kind: "list"; min: number; max: number }
  | { kind: "object"; most: number | null }
  | { kind: "choice"; of: readonly string[] }
  | { kind: "constant"; value: string }
  | { kind: "bytes"; bytes: number }
  | {
      kind:
        | "flag"
        | "null"
        | "no key"
        | "prompt"
        | "address"
        | "change"
        | "record"
        | "shape"
        | "no second start"
        | "question"
        | "taken";
    };

/** What stands there instead; `value`: as JSON. */
export type Instead = { kind: "missing" | "list" | "object" } | { kind: "value"; value: string };

export class Misshapen extends Error {
  readonly expected: readonly Expected[];
  readonly instead: Instead;

  constructor(
    readonly place: string, // `results.lanes[3].events[2].p`, or empty for the whole
    expected: Expected | readonly Expected[], // one of these
    value: unknown,
  ) {
    super(place);
    this.expected = [expected].flat() as readonly Expected[];
    this.name = "Misshapen";
    this.instead = insteadOf(value);
  }
}

type Json = Record<string, unknown>;

/** Throws Misshapen. `root`: the schema with its definitions under `$defs`. */
export function check(root: Schema, value: unknown): void {
  new Checker(root).check(root, value, "");
}

class Checker {
  constructor(readonly root: Schema) {}

  check(reference: Schema, value: unknown, place: string): void {
    const schema = this.#plain(reference);
    if (schema.anyOf !== undefined) {
      const branch = schema.anyOf
        .map((each) => this.#plain(each))
        .find((each) => holds(each, value));
      if (branch === undefined) throw new Misshapen(place, this.#expected(schema), value);
      this.check(branch, value, place);
    } else if (schema.oneOf !== undefined) this.#chosen(schema, schema.oneOf, value, place);
    else {
      if (!holds(schema, value)) throw new Misshapen(place, expectedOf(schema), value);
      if (schema.type === "object") this.#object(schema, value as Json, place);
      const { items } = schema;
      if (schema.type === "array" && items !== undefined)
        (value as unknown[]).forEach((item, at) => this.check(items, item, `${place}[${at}]`));
    }
  }

  /** By the value of one property, which every branch has as a constant. */
  #chosen(schema: Schema, branches: readonly Schema[], value: unknown, place: string): void {
    if (!isObject(value)) throw new Misshapen(place, OBJECT, value);
    const name = schema.discriminator?.propertyName ?? "";
    const known = new Map(
      branches
        .map((branch) => this.#plain(branch))
        .map((branch) => [branch.properties?.[name]?.const, branch]),
    );
    const choice = Object.hasOwn(value, name) ? value[name] : MISSING;
    const branch = known.get(choice);
    if (branch === undefined) {
      const of = [...known.keys()].map(String);
      throw new Misshapen(inner(place, name), { kind: "choice", of }, choice);
    }
    this.check(branch, value, place);
  }

  #object(schema: Schema, value: Json, place: string): void {
    const known = schema.properties ?? {};
    for (const [name, field] of Object.entries(known)) {
      if (Object.hasOwn(value, name)) this.check(field, value[name], inner(place, name));
      else if (schema.required?.includes(name) === true)
        throw new Misshapen(inner(place, name), this.#expected(field), MISSING);
    }
    const others = schema.additionalProperties;
    const names = Object.keys(value).filter((name) => !Object.hasOwn(known, name));
    for (const name of names.sort()) {
      if (others === false || others === undefined)
        throw new Misshapen(inner(place, name), { kind: "no key" }, value[name]);
      this.check(others, value[name], inner(place, name));
    }
  }

  /** Behind its reference. */
  #plain(schema: Schema): Schema {
    const name = schema.$ref?.split("/").at(-1);
    return name === undefined ? schema : (this.root.$defs?.[name] ?? {});
  }

  #expected(reference: Schema): Expected[] {
    const schema = this.#plain(reference);
    return (schema.anyOf ?? [schema]).map((branch) => expectedOf(this.#plain(branch)));
  }
}

const OBJECT: Expected = { kind: "object", most: null };

/** What a plain schema takes. */
function expectedOf(schema: Schema): Expected {
  if (schema.const !== undefined) return { kind: "constant", value: JSON.stringify(schema.const) };
  if (schema.enum !== undefined) return { kind: "choice", of: schema.enum };
  if (schema.pattern !== undefined)
    return { kind: "example", text: schema.examples?.[0] ?? schema.pattern };
  const { type, minItems = 0, maxItems = 0, maxLength = 0, maxProperties = null } = schema;
  if (type === "string") return { kind: "text", most: maxLength };
  if (type === "integer" || type === "number") return expectedNumber(schema);
  if (type === "array") return { kind: "list", min: minItems, max: maxItems };
  if (type === "boolean" || type === "null") return { kind: type === "null" ? "null" : "flag" };
  return { kind: "object", most: maxProperties };
}

/** Without the hair that rounding may put a probability outside. */
function expectedNumber({ type, minimum, exclusiveMinimum, maximum }: Schema): Expected {
  const [min, max] = [rounded(exclusiveMinimum ?? minimum ?? 0), rounded(maximum ?? 0)];
  const above = exclusiveMinimum !== undefined;
  return { kind: type === "integer" ? "whole" : "number", min, max, above };
}

/** To four decimals. */
function rounded(bound: number): number {
  return Math.abs(bound) > 1e6 ? bound : Math.round(bound * 1e4) / 1e4 || 0;
}

/** Whether the value itself fits, whatever is in it. */
function holds(schema: Schema, value: unknown): boolean {
  if (schema.const !== undefined) return value === schema.const;
  if (schema.enum !== undefined) return (schema.enum as readonly unknown[]).includes(value);
  const { type, maxLength = 0, minItems = 0, maxItems = 0, maxProperties = Infinity } = schema;
  if (type === "string") {
    const fits = typeof value === "string" && lengthOf(value) <= maxLength;
    return fits && (schema.pattern === undefined || new RegExp(schema.pattern).test(value));
  }
  if (type === "boolean") return typeof value === "boolean";
  if (type === "null") return value === null;
  if (type === "number") return isNumber(schema, value);
  if (type === "integer") return isNumber(schema, value) && Number.isInteger(value);
  if (type === "array") {
    return Array.isArray(value) && value.length >= minItems && value.length <= maxItems;
  }
  return isObject(value) && Object.keys(value).length <= maxProperties;
}

function isNumber(schema: Schema, value: unknown): boolean {
  const { minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity } = schema;
  if (typeof value !== "number") return false;
  return value >= minimum && value > exclusiveMinimum && value <= maximum;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inner(place: string, name: string): string {
  return place === "" ? name : `${place}.${name}`;
}

/** In code points. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function insteadOf(value: unknown): Instead {
  if (value === MISSING) return { kind: "missing" };
  if (typeof value === "string") {
    const points = Array.from(value);
    const cut = points.length <= MOST_SHOWN ? value : `${points.slice(0, MOST_SHOWN).join("")}…`;
    return { kind: "value", value: JSON.stringify(cut) };
  }
  if (Array.isArray(value)) return { kind: "list" };
  if (typeof value === "object" && value !== null) return { kind: "object" };
  return { kind: "value", value: JSON.stringify(value) };
}
