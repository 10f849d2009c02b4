// What the front matter of a lesson's two files may hold. Keys that are none are refused.

import { z } from "zod";
import { PAPERS } from "../../views/lessons/sources/bibliography.ts";
import { GROUPS } from "../../views/lessons/groups.ts";
import { KINDS } from "../../../../ui/figures/stock/kinds.ts";

const text = z.string().min(1);
const option = z.union([text, z.number().transform(String)]);
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, "expected small letters, digits and hyphens");
const keyOf = <T extends object>(object: T) => z.enum(Object.keys(object) as (keyof T & string)[]);

/** What is written above a stock figure and beside its axes; a table has no axes. */
export const CAPTION = { caption: text, x: z.string().default(""), y: z.string().default("") };

/** What became of the experiment, a sentence for each outcome there can be, written before its run. */
const outcomes = { held: text, refuted: text, null: text };

/** In Chinese, what the result itself states in English. */
const stated = z.strictObject({
  ...outcomes,
  ...{ question: text, hypothesis: text, rule: text, counted: text },
});

const correction = { claim: text, right: text, source: text };

/** What is asked before the figure is seen. Which choice is right is computed of the values. */
const quiz = z
  .strictObject({
    ask: text,
    right: z.enum(["greatest", "least", "nearest", "outcome"]),
    to: text.optional(), // of nearest
    choices: z.array(z.strictObject({ say: text, value: z.union([z.number(), text]) })).min(2),
    because: text.optional(), // why it is so, said with the answer
  })
  .refine(({ right, to }) => (right === "nearest") === (to !== undefined), {
    message: "expected beside right: nearest, and there alone",
    path: ["to"],
  });

/** The words of both files. */
const words = {
  title: text,
  try: text, // of the link to `opens`
  opposite: text, // what would have shown the opposite
  symbols: text.optional(), // the formula as a sentence
  names: z.record(z.string(), text).default({}), // of series and categories
  figure: z.record(z.string(), z.unknown()).optional(), // what Figure.svelte takes as `t`
};

/** `lesson.en.md`: what the lesson is in every language, and its English words. */
export const ENGLISH = z.strictObject({
  ...words,
  order: z.number(), // its place among all lessons; gaps are left for those to come
  group: z.enum(GROUPS),
  week: z.int().min(1).max(12).optional(), // of the course
  needs: z.array(id).default([]), // the lessons that it builds on
  text: text.optional(), // what its figure stands on at first, where it has a text of its own
  field: z.enum(["own", "common"]).optional(), // for a text; of its own where it has a text of its own
  formula: z.array(text).default([]), // in TeX, a line each
  terms: z.array(id).default([]), // of the glossary, beside those that always mean one thing
  sources: z.array(keyOf(PAPERS)).min(1), // the first one first
  opens: z.string().regex(/^#v1\/[a-z]+/, "expected an address such as #v1/decode?text=Four"),
  corrections: z
    .array(
      z.strictObject({
        ...correction,
        quotes: z.array(text).min(1), // as they stand in the note
        section: z.int().min(0), // of the note
      }),
    )
    .default([]),
  figures: z
    .record(
      id,
      z.strictObject({
        ...CAPTION,
        kind: z.enum(KINDS),
        series: z.array(text).min(1), // or points; of the kind "table": one table
        log: z.union([z.boolean(), z.enum(["y", "both"])]).optional(), // axes of curves; true: x
        choose: z.record(z.string(), z.array(option).min(2)).optional(), // by the name in `series`
        reads: z.strictObject({ along: z.enum(["x", "y"]), at: z.number() }).optional(), // off curves
        loose: z.array(text).optional(), // series whose points no line joins
        difference: z.boolean().optional(), // 0 is drawn, shares are in points
        near: z.boolean().optional(), // the axis of shares begins near the least of them, not at 0
        listed: z.array(text).optional(), // categories that stand in the table alone
        units: z.record(z.string(), text).optional(), // of a table's columns
      }),
    )
    .default({}),
  quiz,
  experiment: z.strictObject(outcomes).optional(), // the rest stands in result.json, in English
  also: z.record(id, z.strictObject(outcomes)).default({}), // of other results, by their own lessons
});

/** `lesson.zh.md`: the same words in Chinese. */
export const CHINESE = z.strictObject({
  ...words,
  corrections: z.array(z.strictObject(correction)).default([]),
  figures: z.record(id, z.strictObject(CAPTION)).default({}),
  // Its choices are in the order of the English ones.
  quiz: z.strictObject({ ask: text, choices: z.array(text), because: text.optional() }),
  experiment: stated.optional(),
  also: z.record(id, stated).default({}),
});

export type English = z.infer<typeof ENGLISH>;
export type Chinese = z.infer<typeof CHINESE>;
