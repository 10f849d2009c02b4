// The sentences of the page in Chinese that are put together from a run.

import type { Outcome } from "../../../core/prompting/relabelling";
import type { Effect } from "./effect";
import type { Segment } from "./words.en";

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

/** What the model made of examples whose labels were moved; nothing here is praise. */
export function relabelled({ kind, wrong, shown, says, aloud, follows }: Outcome): Segment[] {
  const how =
    kind === "flipped" ? "标签已对调" : `显示的 ${shown} 个例子里，有 ${wrong} 个的标签不对`;
  const still = follows === "knowledge" || follows === "truth" ? "仍然" : "";
  const verb = aloud ? `模型${still}回答` : `在列出的答案中，模型${still}更倾向于`;
  return [
    { text: `${how}；${verb} ` },
    { text: says, strong: true },
    { text: FOLLOWS[follows ?? ""] },
  ];
}

const FOLLOWS = {
  knowledge: "：它依据的是自己知道的，而不是例子。",
  truth: "：它没有跟随例子。",
  examples: "：它跟随了例子，与事实相反。",
  "": "。",
};

export function examples(k: number): string {
  return k === 0 ? "没有例子" : `${k} 个例子`;
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
