// Why rows cannot be read or measured, and what is odd in their answers, in words.

import { count } from "../../../core/text/numbers";
import type { AnswerCount } from "../../../core/api/api.gen";
import type { Writing } from "../../../core/rows/alike";
import type { ItemsFault } from "./readItems";

const NAMES: Record<string, string> = {
  input: "question",
  expected: "expected answer",
  labels: "answers to choose from",
};
const named = (column: string) => NAMES[column] ?? column;

const WRITINGS: Record<Writing, string> = {
  spaces: "its spaces",
  signs: "signs that are not seen",
  composition: "how its letters are composed",
  width: "the width of its letters",
  case: "capital and small letters",
};
const MOST_ROWS = 8; // that a sentence names

export function numbered(rows: readonly number[]): string {
  const more = rows.length > MOST_ROWS ? ` and ${count(rows.length - MOST_ROWS)} more` : "";
  return `${rows.length === 1 ? "row" : "rows"} ${rows.slice(0, MOST_ROWS).join(", ")}${more}`;
}

/** None where the answer is like no other. */
export function alikeAnswer({ answer, like, by, places }: AnswerCount): string[] {
  if (like === null) return [];
  const ways = by.map((name) => WRITINGS[name]).join(" and ");
  return [
    `The answers “${answer}” (${numbered(places)}) and “${like}” are counted as two: they differ in ${ways} only.`,
  ];
}

export function rowsFault(fault: ItemsFault): string {
  switch (fault.kind) {
    case "nothing":
      return "There is no row yet. Write each question with its answer on a line, with a comma or a tab between them.";
    case "encoding":
      return `Row ${fault.row} is not UTF-8 text. Choose the encoding that the file has, or save it as UTF-8 and open it again.`;
    case "nul":
      return `Row ${fault.row} has a NUL byte, which no table has: the file is UTF-16 without its mark, or damaged. Save it again as UTF-8, and open that file.`;
    case "format":
      return `This is a file in the format ${fault.format}, whatever its name ends in, and no table as text. Save the table as CSV in UTF-8, and open that file.`;
    case "twice":
      return `More than one column is named “${fault.column}”. Give each a name of its own.`;
    case "encoded":
      return `Row ${fault.row} is no text in ${fault.encoding}. Choose another encoding.`;
    case "json":
      return `${fault.row === null ? "This" : `Row ${fault.row}`} is not JSON; a list of objects, or an object on each line, was expected.`;
    case "list":
      return "This JSON is no list of objects with a question and an answer.";
    case "column":
      return `There is no column “${fault.column}”; there are ${fault.columns.join(", ")}.`;
    case "columns":
      return `The columns are ${(fault.first ?? fault.columns).join(", ")}. Choose which is the ${named(fault.missing)}.`;
    case "cells":
      return `Row ${fault.row} has ${fault.cells === 1 ? "1 cell" : `${fault.cells} cells`}; ${fault.expected} were expected${fault.cells === 1 ? ", with commas, semicolons or tabs between them" : ". A cell with a comma goes in double quotes"}.`;
    case "empty":
      return `Row ${fault.row} has no ${named(fault.column)}. Write one, or delete the row.`;
    case "kind":
      return `Row ${fault.row}: its ${named(fault.column)} is no text. Put it in quotes.`;
    case "labels":
      return `The answers to choose from in row ${fault.row} are not two or more different ones with “${fault.expected}” among them.`;
    case "contradiction":
      return `Row ${fault.row} asks what row ${fault.before} asks and expects “${fault.expected}”, not “${fault.known}”. Delete one of the two.`;
    case "alike":
      return `The answers “${fault.expected}” of row ${fault.row} and “${fault.known}” of row ${fault.before} look alike and are different texts. Write them the same way.`;
    case "many":
      return `There are ${count(fault.rows)} rows; 1\u202f000 at most can be measured here. Take a part of them, or measure all in a terminal: shotglass measure TASK --items FILE --into RECORD.json`;
    case "answers":
      return fault.count < 2
        ? "All rows expect the same answer; there must be two to choose from. Give rows with another one, or a column of answers to choose from."
        : `The rows have ${count(fault.count)} different answers; 64 at most can be compared. Give each row its own answers to choose from.`;
  }
}
