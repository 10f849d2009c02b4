// The bytes of a file as text. The twin of `text_of` in backend/shotglass/rows/table.py.

import { UnreadableRows } from "./faults";

const MARKS = [
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
] as const;
const LINE_END = 10;
// What files begin with that are no text, and a page of the web, each byte as a character.
const FORMATS = [
  ["%PDF-", "PDF"],
  ["PK\x03\x04", "XLSX (ZIP)"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"],
  ["\x1f\x8b", "GZIP"],
] as const;
const HTML = /^(?:\xef\xbb\xbf)?[ \t\r\n]*<(?:!doctype html|html|table)[\s>]/i;
const MOST_READ = 1000; // bytes in which a format shows

/** What a file may be in that does not say it, by the names of the web. */
export const ENCODINGS = [
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "gb18030",
  "big5",
  "shift_jis",
  "euc-kr",
] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * UTF-8, with its mark or without, or UTF-16 with its mark, as spreadsheets write it; or in the
 * encoding that is `chosen`. Throws UnreadableRows with the line that is neither or has a NUL byte, or
 * the format of a file that is no table as text.
 */
export function textOf(bytes: Uint8Array, chosen: Encoding | null = null): string {
  const beginning = String.fromCharCode(...bytes.subarray(0, MOST_READ));
  const binary = FORMATS.find(([mark]) => beginning.startsWith(mark))?.[1];
  const format = binary ?? (HTML.test(beginning) ? "HTML" : null);
  if (format !== null) throw new UnreadableRows([{ kind: "format", format }]);
  const text = chosen === null ? marked(bytes) : inEncoding(bytes, chosen);
  const at = text.indexOf("\0"); // UTF-16 without its mark is full of them
  if (at < 0) return text;
  throw new UnreadableRows([{ kind: "nul", row: text.slice(0, at).split("\n").length }]);
}

function marked(bytes: Uint8Array): string {
  const wide = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte));
  const text = decoded(bytes, wide?.[1] ?? "utf-8");
  if (text !== null) return text;
  const row = wide === undefined ? brokenLine(bytes) : 1;
  throw new UnreadableRows([{ kind: "encoding", row }]);
}

function inEncoding(bytes: Uint8Array, encoding: Encoding): string {
  const text = decoded(bytes, encoding);
  if (text !== null) return text;
  throw new UnreadableRows([{ kind: "encoded", row: brokenLine(bytes, encoding), encoding }]);
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function brokenLine(bytes: Uint8Array, encoding = "utf-8"): number {
  let [row, from] = [1, 0];
  for (;;) {
    const end = bytes.indexOf(LINE_END, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (end < 0 || decoded(line, encoding) === null) return row;
    [row, from] = [row + 1, end + 1];
  }
}
