// The card mounted alone, from props only.

import { createRawSnippet } from "svelte";
import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import type { TokenEvent } from "../../core/api/events";
import { en } from "../../words/en";
import TokenCard from "./TokenCard.svelte";

const alternatives = [0.4, 0.2, 0.1, 0.05, 0.04, 0.03, 0.02].map((p, id) => ({
  id,
  text: ` t${id}`,
  p,
}));

function card(change: Partial<TokenEvent> = {}, able = true): string {
  const token = {
    ...{ type: "token", lane: "few", sample: 0, index: 0, id: 1, piece: " t1", text: " t1" },
    ...{ logprob: Math.log(0.2), rank: 1, draw: 0.5 },
    distribution: { alternatives, rest: 0.16, rest_tokens: 93, entropy: 2 },
    ...change,
  } as TokenEvent;
  const none = () => undefined;
  const where = { left: 0, top: 0, above: false, room: 400 };
  const children = createRawSnippet(() => ({ render: () => "<p>how</p>" }));
  const words = { words: en.card, join: en.list, rank: "rank 2", drawn: en.card.drawn, children };
  const { body } = render(TokenCard, {
    props: {
      token,
      before: [],
      able,
      where,
      ...words,
      held: en.answerForm,
      onfork: none,
      onclose: none,
    },
  });
  return body.replace(/<!--.*?-->/g, "");
}

const buttons = (html: string) => [...html.matchAll(/aria-label="(Continue[^"]*)"/g)].length;

describe("a token's card", () => {
  it("lists six alternatives and sums up what it does not list", () => {
    const html = card();
    expect(html.match(/<li/g)).toHaveLength(7);
    expect(html).toContain("18.0");
    expect(html).toContain("(94 tokens)");
    expect(html).toContain("Show 1 more");
  });
  it("adds the token itself where it is not among them", () => {
    const html = card({ id: 50, text: " rare", piece: " rare", logprob: Math.log(0.01) });
    expect(html).toContain("rare");
    expect(html).toContain("17.0");
    expect(html).toContain("(93 tokens)");
  });
  it("marks what the form of the answer forbids, lets nobody go on from it, and says its mass", () => {
    const html = card({ forbidden: [0, 3], removed_mass: 0.61 });
    expect(html.match(/forbidden<\/span>/g)).toHaveLength(2);
    expect(html).toContain(en.answerForm.removed(0.61));
    expect(buttons(html)).toBe(3);
    expect(card()).not.toContain("The form");
  });
  it("continues from any alternative but the one that stands there, while a model is ready", () => {
    expect(buttons(card())).toBe(5);
    expect(buttons(card({}, false))).toBe(0);
    expect(card({}, false)).toContain(en.card.noModel);
  });
});
