import { expect, it } from "vitest";
import { glasses as glassesEn } from "../glasses/words.en";
import { glasses as glassesZh } from "../glasses/words.zh";
import { tasks as en } from "./words.en";
import { tasks as zh } from "./words.zh";

it("says the points without an example by one name in the fields, apart from those it adds", () => {
  const names = [
    [en.tasks.without.heading, glassesEn.glasses.without(4), glassesEn.glasses.added],
    [zh.tasks.without.heading, glassesZh.glasses.without(4), glassesZh.glasses.added],
  ];
  expect(names).toEqual([
    ["points without it", "points without it, of 4", "points it adds"],
    ["去掉它，变化的百分点", "4 个中去掉它，变化的百分点", "最后一个例子带来的百分点"],
  ]);
});

it("says in the fields what these points are, and leaves nats to the table", () => {
  for (const { tasks } of [en, zh]) {
    const help = tasks.without.help("slow", 4);
    expect(help).toMatch(/percentage points|百分点/);
    expect(help).toContain("slow");
    expect(help).not.toMatch(/nats?\b/);
  }
});
