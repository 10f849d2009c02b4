import { describe, expect, it } from "vitest";
import { addressOf, pagesOf } from "./pages";

const TITLE = { en: "Dice", zh: "骰子" };
const PAGE = { name: "dice", title: TITLE, script: "api/v1/dice/page.js" };

describe("the pages of extensions", () => {
  it("are those whose facts say a title in both languages and a script", () => {
    const facts = {
      dice: { sides: 6, view: { title: TITLE, script: PAGE.script } },
      content: {},
      class: { students: 3 },
      half: { view: { title: { en: "Half" }, script: "a.js" } },
      none: { view: { title: TITLE } },
      odd: null,
    };
    expect(pagesOf(facts)).toEqual([PAGE]);
  });

  it("come from this server alone", () => {
    expect(addressOf(PAGE, "http://localhost:8000/shot/")).toBe(
      "http://localhost:8000/shot/api/v1/dice/page.js",
    );
    for (const script of [
      "https://other.example/a.js",
      "//other.example/a.js",
      "data:text/javascript,1",
    ])
      expect(() => addressOf({ ...PAGE, script }, "http://localhost:8000/")).toThrow(
        "is not on this server",
      );
  });
});
