import { describe, expect, it } from "vitest";
import { alwaysTerms, glossed, type TermId } from "./glossary";
import { en } from "../../words/en";

const marked = (paragraphs: string[], terms: TermId[]) =>
  glossed(paragraphs, terms, en.glossary).map((pieces) =>
    pieces.map(({ text, term }) => (term === null ? text : `[${text}]`)).join(""),
  );

describe("terms in a text", () => {
  it("are marked where they stand first, once", () => {
    expect(marked(["Nats, nats.", "nats"], ["nats"])).toEqual(["[Nats], nats.", "nats"]);
  });
  it("are whole words", () => {
    expect(marked(["It is performed in form."], ["form"])).toEqual(["It is performed in [form]."]);
  });
  it("leave the text as it was", () => {
    const text = "Zero-shot, one-shot and few-shot: form and share, in nats.";
    const terms: TermId[] = ["form", "share", "nats", "zeroShot", "oneShot", "fewShot"];
    const [pieces = []] = glossed([text], terms, en.glossary);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    expect(pieces.filter(({ term }) => term !== null)).toHaveLength(6);
  });
});

it("does not mark words that mean other things too unless they are named", () => {
  const always = alwaysTerms(en.glossary);
  expect(always).toContain("token");
  expect(always).not.toContain("share");
});
