import { describe, expect, it } from "vitest";
import {
  after,
  constraintBody,
  maskOf,
  readConstraint,
  removedNats,
  syntaxFault,
  writeConstraint,
  type Constraint,
} from "./constraint";

const SCHEMA = '{"type": "object", "properties": {"ä&=#": {"enum": ["b", "a"]}}}';

describe("what an answer is held to", () => {
  it.each<Constraint>([
    { kind: "json_schema", source: SCHEMA },
    { kind: "regex", source: "(yes|no)[.!]\n?" },
    { kind: "regex", source: "[0-9]+", prefix: "12" },
    { kind: "json_schema", source: "{ not yet JSON" },
  ])("comes back from the address as it was: %j", (constraint) => {
    const query = new URLSearchParams();
    writeConstraint(query, constraint);
    expect(readConstraint(new URLSearchParams(query.toString()))).toEqual(constraint);
  });

  it("is nothing in an address without it, and refuses a kind that there is not", () => {
    expect(readConstraint(new URLSearchParams("text=a"))).toBeNull();
    expect(() => readConstraint(new URLSearchParams("form=xml"))).toThrow(Error);
  });

  it("goes to the server as an object or a text, with what is written already", () => {
    const held = after({ kind: "json_schema", source: SCHEMA }, '{"ä');
    expect(constraintBody(held)).toEqual({
      json_schema: JSON.parse(SCHEMA) as unknown,
      prefix: '{"ä',
    });
    expect(constraintBody({ kind: "regex", source: "a" })).toEqual({ regex: "a", prefix: "" });
    expect(constraintBody({ kind: "json_schema", source: "{" })).toEqual({
      json_schema: "{",
      prefix: "",
    });
    expect(syntaxFault("{")).not.toBeNull();
    expect(syntaxFault(SCHEMA)).toBeNull();
  });

  it("took the sum of the nats of its tokens, and nothing where none was held", () => {
    expect(removedNats([{ removed_mass: 0.5 }, { removed_mass: 0 }, {}])).toBeCloseTo(Math.LN2, 12);
    expect(removedNats([{}, { removed_mass: null }])).toBeNull();
  });

  it("reads the bits of ids from the lowest of the first byte on", () => {
    expect([...maskOf(btoa(String.fromCharCode(0b101, 0b10)), 10)]).toEqual([
      1, 0, 1, 0, 0, 0, 0, 0, 0, 1,
    ]);
  });
});
