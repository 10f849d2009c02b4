import { expect, it } from "vitest";
import { glasses as glassesEn } from "../glasses/words.en";
import { glasses as glassesZh } from "../glasses/words.zh";
import { tasks as en } from "./words.en";
import { tasks as zh } from "./words.zh";

it("names the points of an example as it is added apart from those without it", () => {
  const columns = [
    [glassesEn.inPrompt.points, en.tasks.without.heading],
    [glassesZh.inPrompt.points, zh.tasks.without.heading],
  ];
  expect(columns).toEqual([
    ["points as each is added", "points without it"],
    ["逐个加上时增加的百分点", "去掉它，变化的百分点"],
  ]);
});

it("says the points without an example first, and the nats after them", () => {
  for (const { tasks } of [en, zh].map((tasks) => ({ tasks: tasks.tasks }))) {
    const help = tasks.without.help("slow", 4, ["1.36", "0.24"]);
    expect(help.search(/percentage points|百分点/)).toBeLessThan(help.search(/1\.36.*0\.24/));
    expect(help).toContain("slow");
  }
});
