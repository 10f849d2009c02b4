// What is typed in one lesson and where it is seen: of all lessons, those on the first sentence share it.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_SENTENCE, IDS, lessonOf } from "./lessons";
import { lessons } from "./state.svelte";
import { way } from "./lesson/way.svelte";

vi.mock("../../../../state/route.svelte", () => ({ route: { serve: () => undefined } }));

const open = (query: string, chosen = true) => lessons.adopt(new URLSearchParams(query), chosen);
const COMMON = IDS.filter((id) => lessonOf(id).field === "common");
const OWN = IDS.filter((id) => lessonOf(id).field === "own" || lessonOf(id).text !== undefined);
const FIELDLESS = IDS.filter((id) => ![...COMMON, ...OWN].includes(id));

describe("the way through the lessons", () => {
  it("is that of the first steps until a lesson beside them is opened", () => {
    way.byPath = true;
    open("lesson=mask");
    expect(way.byPath).toBe(true);
    open("lesson=bert");
    open("lesson=mask");
    expect(way.byPath).toBe(false);
  });
  it("is that of all lessons where a link names one, and of the first steps where it names none", () => {
    way.byPath = true;
    open("", false);
    expect(way.byPath).toBe(true);
    open("lesson=mask", false);
    expect(way.byPath).toBe(false);
  });
});

describe("a text that a person typed", () => {
  beforeEach(() => {
    open("lesson=attention");
    lessons.write(FIRST_SENTENCE);
  });

  it("goes on through the lessons that stand on the first sentence", () => {
    lessons.write("Say Paris.");
    for (const id of COMMON) {
      open(`lesson=${id}`);
      expect(lessons.text).toBe("Say Paris.");
    }
  });
  it.each(OWN)("in %s is seen in no other lesson, nor there another's", (id) => {
    lessons.write("Say Paris.");
    open(`lesson=${id}`);
    expect(lessons.typed).toBeNull();
    lessons.write("Say Rome.");
    expect(lessons.toQuery().get("text")).toBe("Say Rome.");
    for (const other of IDS.filter((other) => other !== id)) {
      open(`lesson=${other}`);
      expect(lessons.text).not.toBe("Say Rome.");
      expect(lessons.toQuery().get("text")).not.toBe("Say Rome.");
    }
    open(`lesson=${id}`);
    expect(lessons.typed).toBeNull();
  });
  it.each(FIELDLESS)("is not taken by %s, which has no field for one", (id) => {
    open(`lesson=${id}&text=Say+Paris.`, false);
    expect(lessons.typed).toBeNull();
    expect(lessons.linked).toBe(false);
    expect(() => lessons.write("Say Paris.")).toThrow(id);
  });
  it("by a link from outside waits for a person's word, and for as long only", () => {
    open("lesson=attention&text=Say+Paris.", false);
    expect([lessons.held, lessons.linked]).toEqual([true, true]);
    open("lesson=bert");
    expect([lessons.held, lessons.linked]).toEqual([false, false]);
    open("lesson=pass");
    expect(lessons.held).toBe(true);
    lessons.release();
    expect([lessons.held, lessons.text]).toEqual([false, "Say Paris."]);
  });
  it("shows no figure before its question, nor do numbers that were dragged", () => {
    lessons.write("Say Paris.");
    lessons.values = [2, 1];
    open("lesson=tokens");
    expect([lessons.linked, lessons.values]).toEqual([false, null]);
  });
});
