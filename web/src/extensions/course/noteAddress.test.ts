import { describe, expect, it } from "vitest";

import { read, SECTIONS, write } from "./noteAddress";

describe("the address of the note", () => {
  it.each(SECTIONS.map((title, section) => ({ title, section })))(
    "gives the section “$title” back",
    ({ section }) => {
      expect(read(new URLSearchParams(write(section).toString()))).toBe(section);
    },
  );
  it.each(["section=0", "section=12", "section=x"])("refuses %s", (query) => {
    expect(() => read(new URLSearchParams(query))).toThrow();
  });
});
