// The sentences of the page in Chinese that are put together from a run.

import type { Outcome } from "../../../core/prompting/relabelling";
import { percent } from "../../../core/text/numbers";
import { examples } from "../../../words/common.zh";
import type { Beside, Effect, Likeliest, Way } from "./effect";
import type { Segment } from "../../../core/text/segment";

/** The sentence above the glasses. `next`: a word that is likelier than the expected answer. */
export function verdict(v: Effect, next: Beside | null = null): Segment[] {
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
      return [
        { text: `有 ${examples(v.k)}时，没有一个答案的变化超过 1 个百分点` },
        { text: next === null ? "。" : beside(next) },
      ];
    case "word":
      return [
        {
          text: `有 ${examples(v.k)}时，“${v.word}”从${v.under ? under(v.from) : part(v.from)} 变到`,
        },
        { text: part(v.to), strong: true },
        {
          text:
            v.missed === null
              ? "；没有一个答案的变化超过 1 个百分点。"
              : `；预期的“${v.missed.label}”只有${part(v.missed.p)}。`,
        },
      ];
    case "together":
      return [
        { text: `有 ${examples(v.k)}时，全部答案合起来从${part(v.from)} 变到` },
        { text: part(v.to), strong: true },
        { text: v.same ? stays(next) : next === null ? "。" : beside(next) },
      ];
    case "goes":
      return [
        { text: `有 ${examples(v.k)}时，“${v.label}”从${part(v.from)} 变到` },
        { text: part(v.to), strong: true },
        { text: next === null ? "。" : beside(next) },
      ];
  }
}

function beside({ word, p, missed }: Beside): string {
  const wrong = missed === null ? "" : `，不是预期的“${missed}”`;
  return `；最可能的下一个词是“${word}”，概率${part(p)}${wrong}。`;
}

/** Of the lead among the answers, which no example changed. */
function stays(next: Beside | null): string {
  if (next === null) return "，其中谁领先没有变。";
  if (!next.answer || next.missed === null) return beside(next);
  return `；领先的仍是“${next.word}”，不是预期的“${next.missed}”。`;
}

/** The same where no answer is expected: of the likeliest next word. */
export function likeliestNow({ k, word, p }: Likeliest): Segment[] {
  const where = k === 0 ? "没有例子时" : `有 ${examples(k)}时`;
  return [
    { text: `${where}，最可能的下一个词是“${word}”，概率` },
    { text: part(p), strong: true },
    { text: "。" },
  ];
}

/** And of that without examples. */
export function likeliestBefore({ word, p }: Likeliest): string {
  return `没有例子时是“${word}”，概率${part(p)}。`;
}

/** What the model says after examples whose labels were moved; nothing is praise. */
export function relabelled(outcome: Outcome): Segment[] {
  const { says, aloud, turn, way } = outcome;
  const still = turn === "unturned" || turn === "same";
  const verb = aloud ? "模型回答" : "在各答案中，模型更倾向于";
  const odds = still && way !== null ? `，和之前一样，${shareNow(way)}` : "";
  return [
    { text: `${howMoved(outcome)}；${verb} ` },
    { text: says, strong: true },
    { text: `${odds}。` },
  ];
}

function howMoved({ kind, rotated, wrong, shown }: Outcome): string {
  if (kind === "flipped") return rotated ? "标签已依次轮换" : "标签已对调";
  return `显示的 ${shown} 个例子里，有 ${wrong} 个的标签换了`;
}

/** Whether that is another answer than before. One question shows no habit of the model, so the sentence
 * says that it is one. */
export function turned({ kind, before, turn, way }: Outcome): string {
  const fall = way === null ? "" : `，它从${part(way.from)} 变到${part(way.to)}`;
  const was = `标签未动时是“${before ?? ""}”${fall}`;
  switch (turn) {
    case null:
      return "";
    case "turned":
      return `${was}：就这一个问题而言，回答随标签转了。`;
    case "unturned":
      return "就这一个问题而言，回答没有转。";
    case "same":
      return kind === "flipped"
        ? `换过的标签里没有“${before}”，所以就这一个问题而言，没有别的回答可转。`
        : "就这一个问题而言，回答没有变。";
    case "against":
      return `${was}：就这一个问题而言，回答变了，却与标签所指的不符。`;
    case "changed":
      return `${was}：就这一个问题而言，回答变了。`;
  }
}

/** After a move of examples: the expected answer in the task's own order and in this one. */
export function reordered(label: string, { from, to }: Way): string {
  return `按任务原来的顺序，“${label}”的概率是${part(from)}，按现在的顺序是${part(to)}。`;
}

function shareNow({ from, to }: Way): string {
  const same = part(from) === part(to);
  return same ? `概率也是${part(to)}` : `但概率从${part(from)} 变到${part(to)}`;
}

/** Whole above ten percent, as in the picture. */
function under(p: number): string {
  return p < 0.001 ? part(p) : `不到${part(p)}`;
}

function part(p: number): string {
  const whole = p >= 0.0995 && p < 0.9995;
  const text = whole ? `${(100 * p).toFixed(0)}\u202f%` : percent(p);
  return text.startsWith("<") || text.startsWith(">")
    ? text.replace("<\u202f", "不到 ").replace(">\u202f", "超过 ")
    : ` ${text}`;
}
