// The words of what an answer is held to.

import { nats, percent } from "../../core/text/numbers";

export const answerForm = {
  answerForm: {
    label: "Form of the answer",
    none: "any text",
    kinds: { json_schema: "JSON by a schema", regex: "regular expression" },
    summary: { json_schema: "JSON by a schema", regex: "by a regular expression" },
    help: {
      json_schema:
        "Only tokens with which the answer can still become JSON that fits this schema are drawn. Bound texts by maxLength and lists by maxItems: a small model often does not end them by itself.",
      regex:
        "Only tokens with which the whole answer can still fit this expression are drawn. The notation is Rust’s: no look-around, no back-references.",
    },
    inBrowser:
      "In this browser answers cannot be held to a form: choose the server under the model’s name, or “any text” here.",
    noJson: (message: string) => `This is not JSON yet: ${message}`,
    prefix: (text: string) => `The answer has begun before this text ends, with “${text}”.`,
    removed: (mass: number) =>
      `The form of the answer took away ${percent(mass)} of the model’s probability here.`,
    removedIn: (nats_: number, tokens: number) =>
      `the form took ${nats(nats_)} nats: it left ${percent(Math.exp(-nats_ / tokens))} of the probability at each token (geometric mean)`,
    removedSum: (nats_: number) => `In their places the form took away ${nats(nats_)} nats in all.`,
    taken: (nats_: number) => `the form took ${nats(nats_)} nats`,
    forbids: (mass: number, allowed: string, all: string) =>
      `The form of the answer forbids tokens that hold ${percent(mass)} of the model’s probability here; ${allowed} of ${all} tokens are allowed, and the percentages share out what they hold.`,
    forbidden: "forbidden",
  },
};
