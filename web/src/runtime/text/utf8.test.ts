import { describe, expect, it } from "vitest";
import { shown, TextStream } from "./utf8";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("bytes become text without half characters", () => {
  it("keeps an unfinished character back until it is whole", () => {
    const stream = new TextStream();
    const [first, ...rest] = bytes("😀");
    expect(stream.push(Uint8Array.of(first ?? 0))).toBe("");
    expect(stream.push(Uint8Array.from(rest))).toBe("😀");
    expect(stream.push(Uint8Array.of(0xe4))).toBe("");
    expect(stream.flush()).toBe("\ufffd");
  });

  it.each([
    [[0x61, 0xe4, 0xbd, 0xa0], "a你"],
    [[0xe4, 0xbd], "<0xE4><0xBD>"],
    [[0xed, 0xa0, 0x80], "<0xED><0xA0><0x80>"], // half of a pair is no character
    [[0xc0, 0x80], "<0xC0><0x80>"], // longer than it need be
    [[0xef, 0xbb, 0xbf, 0x41], "\ufeffA"],
    [[0xf5, 0x41], "<0xF5>A"],
  ])("shows %j as %j", (data, text) => {
    expect(shown(Uint8Array.from(data))).toBe(text);
  });
});
