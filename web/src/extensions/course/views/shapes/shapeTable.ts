// The shapes table as text: what stands in each cell, and the whole as a table to take along.

import { billions, bytes, count, metric, MINUS } from "../../../../core/text/numbers";
import {
  disclosed,
  SHAPE_KEYS,
  valueOf,
  type ShapeKey,
  type ShapeRow,
} from "../../../../core/models/shapes";
import { figure, type Table } from "../../../../core/text/table";
import type { PageWords } from "../words";
import type { Trained } from "./trained";

type Said = PageWords["shapes"];

/** What stands in a cell; a dash where the source says nothing. */
export function cellOf(row: ShapeRow, key: ShapeKey, t: Said): string {
  const value = valueOf(row, key);
  if (key === "name") return nameOf(row, t);
  if (key === "year") return row.year === null ? t.none : String(row.year);
  if (!disclosed(row)) return undisclosed(key, t);
  if (value === null) return row.generates || !key.startsWith("kv") ? t.none : t.noCache;
  if (key === "deviation") return percentOff(Number(value));
  if (key === "kv_fp16" || key === "kv_fp32") return bytes(Number(value));
  if (key === "flops") return metric(Number(value));
  if (key === "published") return billions(Number(value));
  return count(Number(value));
}

export function nameOf(row: ShapeRow, t: Said): string {
  return row.reading === null ? row.name : `${row.name} (${t.readings[row.reading]})`;
}

function undisclosed(key: ShapeKey, t: Said): string {
  if (key === "parameters") return t.undisclosed;
  return key === "context" ? t.gpt4Context : t.none;
}

/** A share with its sign and one decimal: `+6.4 %`. */
export function percentOff(share: number): string {
  const size = Math.abs(100 * share).toFixed(1);
  return `${size === "0.0" ? "" : share < 0 ? MINUS : "+"}${size}\u202f%`;
}

export function shapeTable(rows: readonly ShapeRow[], t: Said, trained: Trained): Table {
  return {
    caption: t.growth.label,
    columns: [...SHAPE_KEYS.map((key) => t.columns[key]), t.trainedOn],
    rows: rows.map((row) => [
      ...SHAPE_KEYS.map((key) => {
        const value = key === "year" ? row.year : valueOf(row, key);
        const text = cellOf(row, key, t);
        return key === "name" ? text : figure(typeof value === "number" ? value : null, text);
      }),
      trained[row.family],
    ]),
  };
}
