// The sentences of the page in Chinese that are put together from a run.

import type { Outcome } from "../../../core/prompting/relabelling";
import { examples } from "../../../words/common.zh";
import type { Effect } from "./effect";
import type { Segment } from "../../../core/text/segment";

/** The sentence under the axis; the null forms are fixed. */
export function verdict(v: Effect): Segment[] {
  switch (v.kind) {
    case "no-examples":
      return [
        {
          text: v.there
            ? "现在没有给例子。在上面选几个例子，看看标记怎样移动。"
            : "还没有例子。请在“例子”下面添几个，再运行一次，看看标记怎样移动。",
        },
      ];
    case "no-answers":
      return [];
    case "nothing":
      return [{ text: `${examples(v.k)}没有让任何答案移动超过 1 个百分点。` }];
    case "form":
      return [{ text: "例子改变了回答的形式，没有改变选择。" }];
    case "together":
      return v.by > 0 ? onto(v.k, v.by, "这几个答案", "。") : away(v.k, v.by, "这几个答案", "。");
    case "onto":
      return onto(v.k, v.by, `“${v.label}”`, tail(v.label, v.expected));
    case "away":
      return away(v.k, v.by, `“${v.label}”`, tail(v.label, v.expected));
  }
}

/** What the model made of examples whose labels were moved, on this question; nothing is praise. */
export function relabelled(outcome: Outcome): Segment[] {
  const { kind, wrong, shown, says, aloud } = outcome;
  const how =
    kind === "flipped" ? "标签已对调" : `显示的 ${shown} 个例子里，有 ${wrong} 个的标签换了`;
  const verb = aloud ? "模型回答" : "在列出的答案中，模型更倾向于";
  return [
    { text: `${how}；${verb} ` },
    { text: says, strong: true },
    { text: `。${turn(outcome)}` },
  ];
}

/** One question shows no habit of the model, so the sentence says that it is one. */
function turn({ kind, before, turn }: Outcome): string {
  const was = `标签未动时是“${before ?? ""}”`;
  switch (turn) {
    case null:
      return "";
    case "turned":
      return `${was}：就这一个问题而言，回答随标签转了。`;
    case "unturned":
      return "它之前也这样回答：就这一个问题而言，回答没有转。";
    case "same":
      return kind === "flipped"
        ? "它之前也这样回答，对调后的标签也不要求别的回答。"
        : "它之前也这样回答：就这一个问题而言，回答没有变。";
    case "changed":
      return kind === "flipped"
        ? `${was}：就这一个问题而言，回答变了，但没有照标签那样变。`
        : `${was}：就这一个问题而言，回答变了。`;
  }
}

function onto(k: number, by: number, what: string, end: string): Segment[] {
  return [{ text: `${examples(k)}把 ` }, points(by), { text: `移到了${what}上${end}` }];
}

function away(k: number, by: number, what: string, end: string): Segment[] {
  return [{ text: `${examples(k)}从${what}上移走了 ` }, points(by), { text: end }];
}

function points(by: number): Segment {
  return { text: `${(100 * Math.abs(by)).toFixed(1)} 个百分点`, strong: true };
}

function tail(label: string, expected: string | null): string {
  if (expected === null) return "。";
  return label === expected ? "，它正是预期答案。" : `；预期答案是“${expected}”。`;
}
