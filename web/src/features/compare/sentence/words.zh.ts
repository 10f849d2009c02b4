// The sentences of the page in Chinese that are put together from a run.

import type { Outcome } from "../../../core/prompting/relabelling";
import { percent } from "../../../core/text/numbers";
import { examples } from "../../../words/common.zh";
import type { Effect } from "./effect";
import type { Segment } from "../../../core/text/segment";

/** The sentence above the glasses. */
export function verdict(v: Effect): Segment[] {
  switch (v.kind) {
    case "no-examples":
      if (!v.there) return [{ text: "还没有例子。写几个，看看杯子怎样装满。" }];
      if (v.label === null) return [{ text: "提示里还没有例子。" }];
      return [
        { text: `没有例子时，“${v.label}”是` },
        { text: part(v.p), strong: true },
        { text: "。" },
      ];
    case "no-answers":
      return [];
    case "nothing":
      return [{ text: `有 ${examples(v.k)}时，变化都不超过 1 个百分点。` }];
    case "together":
      return [
        { text: `有 ${examples(v.k)}时，全部答案合起来从${part(v.from)} 变到` },
        { text: part(v.to), strong: true },
        { text: v.same ? "，其中谁领先没有变。" : "。" },
      ];
    case "goes":
      return [
        { text: `有 ${examples(v.k)}时，“${v.label}”从${part(v.from)} 变到` },
        { text: part(v.to), strong: true },
        {
          text:
            v.expected === null || v.label === v.expected ? "。" : `；预期答案是“${v.expected}”。`,
        },
      ];
  }
}

/** What the model made of examples whose labels were moved, on this question; nothing is praise. */
export function relabelled(outcome: Outcome): Segment[] {
  const { kind, wrong, shown, says, aloud } = outcome;
  const how =
    kind === "flipped" ? "标签已对调" : `显示的 ${shown} 个例子里，有 ${wrong} 个的标签换了`;
  const verb = aloud ? "模型回答" : "在各答案中，模型更倾向于";
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

/** Whole above ten percent, as in the picture. */
function part(p: number): string {
  const whole = p >= 0.0995 && p < 0.9995;
  const text = whole ? `${(100 * p).toFixed(0)}\u202f%` : percent(p);
  return text.startsWith("<") || text.startsWith(">")
    ? text.replace("<\u202f", "不到 ").replace(">\u202f", "超过 ")
    : ` ${text}`;
}
