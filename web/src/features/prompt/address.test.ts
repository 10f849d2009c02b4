import { describe, expect, it } from "vitest";
import { encode } from "../../core/address/url";
import { DEFAULTS, read, write } from "./address";
import { EMPTY } from "./chat/turns";
import { SAME } from "./beside/address";

describe("the address of Prompt", () => {
  it("gives the text, the settings and the seed back", () => {
    const settings = { ...DEFAULTS, n: 8, seed: 123, top_p: 0.9 };
    const constraint = { kind: "json_schema" as const, source: '{"const": "ä&="}' };
    const of = { settings, constraint, model: "house-gpt2", beside: SAME };
    const state = { text: "def f(n):\n", ...of };
    expect(read(new URLSearchParams(write(state).toString()))).toEqual({
      mode: "text",
      chat: EMPTY,
      masked: null,
      ...state,
    });
    const alone = { text: "Hi", settings, model: null, beside: null };
    expect(read(new URLSearchParams(write(alone).toString()))).toEqual({
      mode: "text",
      chat: EMPTY,
      masked: null,
      constraint: null,
      ...alone,
    });
  });

  it("gives a conversation back, and leaves the text of the other mode out", () => {
    const chat = { system: "Be brief.", turns: [{ role: "user" as const, content: "Hi?" }] };
    const state = { mode: "chat" as const, text: "not sent", chat, settings: DEFAULTS };
    const query = write(state);
    expect(query.toString()).toBe("mode=chat&system=Be+brief.&user=Hi%3F");
    expect(read(query)).toMatchObject({ mode: "chat", text: "", chat });
    expect(() => read(new URLSearchParams("mode=talk"))).toThrow("mode is talk");
  });

  it("gives a text with its gaps back, and which model fills them", () => {
    const text = "The capital of [MASK] is Paris.";
    const state = { mode: "fill" as const, text, settings: DEFAULTS, masked: "house-bert" };
    const query = write({ ...state, beside: SAME });
    expect(query.toString()).toBe(
      "mode=fill&text=The+capital+of+%5BMASK%5D+is+Paris.&masked=house-bert",
    );
    expect(read(query)).toMatchObject({ ...state, beside: null });
  });

  it("is short where all is as it comes", () => {
    const query = write({ text: "Hi", settings: DEFAULTS });
    expect(encode({ view: "prompt", query })).toBe("#v1/prompt?text=Hi");
  });

  it("refuses a setting that the server would refuse", () => {
    expect(() => read(new URLSearchParams("n=9"))).toThrow("n is 9");
    expect(() => read(new URLSearchParams("temperature=-1"))).toThrow("temperature is -1");
  });

  it("is no link for a text beyond 8 KB", () => {
    const query = write({ text: "x".repeat(9000), settings: DEFAULTS });
    expect(encode({ view: "prompt", query })).toBeNull();
  });
});
