// The bibliography: each paper is cited by a lesson and has a place that can be one.

import { describe, expect, it } from "vitest";
import { PAPERS, sourceOf, type PaperId } from "./bibliography";
import { IDS, lessonPage } from "../lessons";

const ALL = Object.keys(PAPERS) as PaperId[];

describe("the bibliography", () => {
  it("holds no paper that no lesson rests on", async () => {
    const pages = await Promise.all(IDS.map((id) => lessonPage(id, "en")));
    const used = new Set(pages.flatMap(({ sources }): readonly PaperId[] => sources));
    expect(ALL.filter((id) => !used.has(id))).toEqual([]);
  });
  it.each(ALL)("has author, year, title and place of %s", (id) => {
    const { by, year, title, href, shown } = sourceOf(id);
    expect([by, title].every((text) => text.length > 2)).toBe(true);
    expect(year).toBeGreaterThan(1940);
    const arxiv = /^arXiv:(\d\d)\d\d\.\d{4,5}$/.exec(shown);
    if (arxiv) {
      const posted = 2000 + Number(arxiv[1]);
      expect([posted, posted + 1, posted + 2]).toContain(year); // of the version that is cited
      expect(href).toBe(`https://arxiv.org/abs/${shown.slice("arXiv:".length)}`);
    } else if (shown.startsWith("doi:")) expect(href).toMatch(/^https:\/\/doi\.org\/10\.\d+\/\S+$/);
    else expect(href).toMatch(/^https:\/\/[\w.]+\/\S+$/);
  });
  it("places no two papers at one address", () => {
    expect(new Set(ALL.map((id) => sourceOf(id).href)).size).toBe(ALL.length);
  });
});
