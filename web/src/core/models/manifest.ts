// A model's manifest, read for the page: sizes of downloads, measured facts as lines.

import { lookup } from "../lookup";
import type { GraphEntry, Manifest } from "../api/api";
import { count, percent } from "../text/numbers";

export interface Fact {
  name: string;
  value: string;
}

const HALF = "fp16, norms and sums in fp32"; // `HALF` of contract.py

type Names = Readonly<Record<string, string>>;

/** Free-form measurements as lines, nested ones under the name of their part. `names` says a key
 * in words; a key it does not know is shown as it is. */
export function facts(values: Record<string, unknown>, names: Names, part = ""): Fact[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const name = [part, named(key, names)].filter((word) => word !== "").join(", ");
    return isRecord(value)
      ? facts(value, names, name)
      : [{ name, value: written(value, key.endsWith("_agreement")) }];
  });
}

/** Measurements of several graphs: what is alike in all of them once, then what differs, under the
 * name of each. */
export function compared(values: Record<string, unknown>, names: Names): Fact[] {
  const graphs = Object.values(values).filter(isRecord);
  const [first = [], ...others] = graphs.map((graph) => facts(graph, names)).filter(hasSeveral);
  const alike = first.filter(
    (fact) => others.length > 0 && others.every((other) => other.some(isSame(fact))),
  );
  const own = Object.entries(values).flatMap(([key, value]) =>
    (isRecord(value) ? facts(value, names) : [])
      .filter((fact) => !alike.some(isSame(fact)))
      .map((fact) => ({ ...fact, name: `${named(key, names)}, ${fact.name}` })),
  );
  const plain = Object.entries(values).filter(([, value]) => !isRecord(value));
  return [...facts(Object.fromEntries(plain), names), ...alike, ...own];
}

/** The sha256 of a model's own weights, by which one model is told from another of its name. */
export function weightsDigest({ graphs, files }: Manifest): string | null {
  const weights = graphs.portable?.weights[0];
  return (weights === undefined ? undefined : files[weights]?.sha256) ?? null;
}

const SHORT = 12; // hex digits that an address holds

export function shortDigest(manifest: Manifest): string | null {
  return weightsDigest(manifest)?.slice(0, SHORT) ?? null;
}

const hasSeveral = (result: readonly Fact[]) => result.length > 1; // else it was left out
const isSame = (item: Fact) => (other: Fact) =>
  item.name === other.name && item.value === other.value;

function named(key: string, names: Names): string {
  return lookup(names, key) ?? (/[A-Z]/.test(key) ? key : key.replaceAll("_", " "));
}

function written(value: unknown, share: boolean): string {
  if (Array.isArray(value)) return value.map((item) => written(item, share)).join(", ");
  if (typeof value !== "number") return String(value);
  if (share) return percent(value);
  return Number.isInteger(value) ? count(value) : String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How texts are written, seen from fp32 arithmetic over the weights as they are stored; where it
 * is not told nothing differs that one could speak of. */
export function writing(graph: GraphEntry | null | undefined): "same" | "int8" | "half" {
  const precision = graph?.precision ?? "";
  if (precision.startsWith("int8")) return "int8";
  return precision === HALF ? "half" : "same";
}

/** What the zip of a format holds, in bytes: its graph, its weights and the tokenizer. */
export function downloadBytes(manifest: Manifest, graph: GraphEntry): number {
  const names = ["tokenizer.json", graph.file, ...graph.weights];
  return names.reduce((sum, name) => sum + (manifest.files[name]?.bytes ?? 0), 0);
}
