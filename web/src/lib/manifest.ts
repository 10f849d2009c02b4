// A model's manifest, read for the page: sizes of downloads, measured facts as lines.

import type { GraphEntry, Manifest } from "./api";
import { count } from "./numbers";

export interface Fact {
  name: string;
  value: string;
}

/** Free-form measurements as lines, nested ones under the name of their part. */
export function facts(values: Record<string, unknown>, part = ""): Fact[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const name = [part, /[A-Z]/.test(key) ? key : key.replaceAll("_", " ")]
      .filter((word) => word !== "")
      .join(", ");
    return isRecord(value) ? facts(value, name) : [{ name, value: written(value) }];
  });
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(written).join(", ");
  if (typeof value === "number") return Number.isInteger(value) ? count(value) : String(value);
  return String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What the zip of a format holds, in bytes: its graph, its weights and the tokenizer. */
export function downloadBytes(manifest: Manifest, graph: GraphEntry): number {
  const names = ["tokenizer.json", graph.file, ...graph.weights];
  return names.reduce((sum, name) => sum + (manifest.files[name]?.bytes ?? 0), 0);
}
