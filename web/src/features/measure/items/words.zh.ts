import { count } from "../../../core/text/numbers";
import type { AnswerCount } from "../../../core/api/api.gen";
import type { Writing } from "../../../core/rows/alike";
import type { ItemsFault } from "./readItems";

const NAMES: Record<string, string> = { input: "问题", expected: "预期答案", labels: "可选答案" };
const named = (column: string) => NAMES[column] ?? column;

const WRITINGS: Record<Writing, string> = {
  spaces: "空格",
  signs: "看不见的字符",
  composition: "字母的组合方式",
  width: "全角与半角",
  case: "大小写",
};
const MOST_ROWS = 8;

export function numbered(rows: readonly number[]): string {
  const more = rows.length > MOST_ROWS ? `，另有 ${count(rows.length - MOST_ROWS)} 行` : "";
  return `第 ${rows.slice(0, MOST_ROWS).join("、")} 行${more}`;
}

export function alikeAnswer({ answer, like, by, places }: AnswerCount): string[] {
  if (like === null) return [];
  const ways = by.map((name) => WRITINGS[name]).join("、");
  return [`“${answer}”（${numbered(places)}）和“${like}”按两个答案计：它们只有${ways}不同。`];
}

export function rowsFault(fault: ItemsFault): string {
  switch (fault.kind) {
    case "nothing":
      return "还没有内容。请每行写一个问题和它的答案，中间用逗号或制表符隔开。";
    case "encoding":
      return `第 ${fault.row} 行不是 UTF-8 文本。请选择文件的编码，或把文件存成 UTF-8，再打开。`;
    case "nul":
      return `第 ${fault.row} 行有 NUL 字节，表格里不该有：文件是没有标记的 UTF-16，或者已损坏。请重新存成 UTF-8，再打开那个文件。`;
    case "format":
      return `不管文件名的结尾是什么，这个文件的格式是 ${fault.format}，不是文本表格。请把表格存成 UTF-8 的 CSV，再打开那个文件。`;
    case "twice":
      return `不止一列叫“${fault.column}”。请给每列不同的名字。`;
    case "encoded":
      return `第 ${fault.row} 行不是 ${fault.encoding} 编码的文本。请选择别的编码。`;
    case "json":
      return `${fault.row === null ? "这" : `第 ${fault.row} 行`}不是 JSON；应当是对象的列表，或每行一个对象。`;
    case "list":
      return "这段 JSON 不是带有问题和答案的对象列表。";
    case "column":
      return `没有“${fault.column}”这一列；列名是 ${fault.columns.join("、")}。`;
    case "columns":
      return `列名是 ${(fault.first ?? fault.columns).join("、")}。请选出哪一列是${named(fault.missing)}。`;
    case "cells":
      return `第 ${fault.row} 行有 ${fault.cells} 格；应当是 ${fault.expected.replace("or", "或")} 格。${fault.cells === 1 ? "请用逗号、分号或制表符分隔" : "格子里有逗号时要加双引号"}。`;
    case "empty":
      return `第 ${fault.row} 行没有${named(fault.column)}。请补上，或删去这一行。`;
    case "kind":
      return `第 ${fault.row} 行的${named(fault.column)}不是文本。请加上引号。`;
    case "labels":
      return `第 ${fault.row} 行的可选答案应当是两个以上不同的答案，其中有“${fault.expected}”。`;
    case "contradiction":
      return `第 ${fault.row} 行和第 ${fault.before} 行问的一样，预期答案却是“${fault.expected}”而不是“${fault.known}”。请删去其中一行。`;
    case "alike":
      return `第 ${fault.row} 行的答案“${fault.expected}”和第 ${fault.before} 行的“${fault.known}”看起来一样，却是不同的文本。请写成一样的。`;
    case "many":
      return `共有 ${count(fault.rows)} 行；在网页上最多能测 1\u202f000 行。请取一部分，或在终端测量全部：shotglass measure TASK --items FILE --into RECORD.json`;
    case "answers":
      return fault.count < 2
        ? "所有行的预期答案都一样；至少要有两个答案可选。请加上别的答案的行，或加一列可选答案。"
        : `这些行共有 ${count(fault.count)} 个不同的答案，最多能比较 64 个。请给每行写上自己的可选答案。`;
  }
}
