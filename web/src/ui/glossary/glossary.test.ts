import { describe, expect, it } from "vitest";
import { glossed, type TermId } from "./glossary";
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
    const text = "Zero-shot, one-shot and few-shot: form and choice, in nats.";
    const terms: TermId[] = ["form", "choice", "nats", "zeroShot", "oneShot", "fewShot"];
    const [pieces = []] = glossed([text], terms, en.glossary);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    expect(pieces.filter(({ term }) => term !== null)).toHaveLength(6);
  });
});
