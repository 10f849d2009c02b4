import { readdirSync } from "node:fs";
import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import { arrows } from "./arrows.js";
import { ALLOWED, faultOf, MOST, oneWay } from "./imports.js";

describe("an import", () => {
  it.each([
    ["core/text/numbers.ts", "runtime/laneEvents"],
    ["runtime/laneEvents.ts", "state/server.svelte"],
    ["state/route.svelte.ts", "features/compare/comparison.svelte"],
    ["state/preferences.svelte.ts", "ui/Sheet.svelte"],
    ["ui/model/Notice.svelte", "features/compare/comparison.svelte"],
    ["features/decode/View.svelte", "app/Header.svelte"],
    ["features/decode/words.en.ts", "features/decode/state.svelte"],
    ["features/decode/View.svelte", "features/compare/View.svelte"],
    ["extensions/course/lessons/beam/Figure.svelte", "extensions/course/lessons/bert/gap"],
    ["extensions/course/views/note/View.svelte", "extensions/course/views/shapes/View.svelte"],
    ["extensions/classroom/views/class/View.svelte", "extensions/course/words"],
    ["features/shelf/View.svelte", "extensions/course/views/lessons/lessons"],
    ["core/address/views.ts", "extensions/classroom/views/class/manifest"],
    ["words/en.ts", "extensions/course/views/note/words.en"],
    ["app/App.svelte", "extensions/course/views/lessons/View.svelte"],
  ])("of %s is refused for %s", (from, to) => {
    expect(faultOf(from, to)).toContain("must not import");
  });

  it.each([
    ["runtime/laneEvents.ts", "core/text/numbers"],
    ["state/preferences.svelte.ts", "words"],
    ["words/en.ts", "features/decode/words.en"],
    ["features/train/words.en.ts", "words/common.en"],
    ["features/decode/View.svelte", "features/decode/beam/search.svelte"],
    ["extensions/course/views/forward/View.svelte", "extensions/course/views/note/note"],
    ["extensions/course/views/lessons/View.svelte", "features/decode/filters/filters"],
    ["extensions/course/lessons/beam/Figure.svelte", "extensions/course/views/lessons/answers"],
    ["extensions/course/lessons/pass/Figure.svelte", "extensions/course/lessons/bert/result.json"],
    ["app/App.svelte", "features/compare/View.svelte"],
  ])("of %s is fine for %s", (from, to) => {
    expect(faultOf(from, to)).toBeNull();
  });

  it.each([
    'import { comparison } from "../features/compare/comparison.svelte";',
    'export * from "../features/compare/comparison.svelte";',
    'const later = () => import("../features/compare/View.svelte");',
  ])("is seen by the rule in %s", (code) => {
    const config = [
      { plugins: { own: { rules: { "one-way": oneWay } } }, rules: { "own/one-way": 2 } },
    ];
    const messages = new Linter().verify(code, config, { filename: "src/state/wrong.js" });
    expect(messages.map(({ ruleId }) => ruleId)).toEqual(["own/one-way"]);
  });
});

describe("a test", () => {
  const messages = (path) => {
    const config = [
      { plugins: { own: { rules: { "one-way": oneWay } } }, rules: { "own/one-way": 2 } },
    ];
    return new Linter().verify(`import "${path}";`, config, { filename: "src/core/url.test.js" });
  };

  it("of the core imports no extension, and whatever else it needs", () => {
    expect(messages("../extensions/course/words")).toHaveLength(1);
    expect(messages("../features/decode/state.svelte")).toEqual([]);
  });
});

describe("the arrows between views", () => {
  // An extension may be away, and its views with it.
  const files = readdirSync(new URL("../src", import.meta.url), { recursive: true });
  const views = new Set(
    files.flatMap((file) => /(features|views)\/([^/]+)\/manifest\.ts$/.exec(file)?.[2] ?? []),
  );
  const pairs = Object.entries(ALLOWED).flatMap(([view, others]) =>
    others.map((other) => [view, other]),
  );

  it("are those of the list, of the views that are here", () => {
    const here = pairs.filter(([view]) => views.has(view)).map((pair) => pair.join(" -> "));
    expect(Object.keys(arrows()).sort()).toEqual(here.sort());
  });

  it("are few, and none has another that runs back", () => {
    expect(pairs.length).toBeLessThanOrEqual(MOST);
    const names = pairs.map((pair) => pair.join(" -> "));
    expect(pairs.filter(([view, other]) => names.includes(`${other} -> ${view}`))).toEqual([]);
  });
});
