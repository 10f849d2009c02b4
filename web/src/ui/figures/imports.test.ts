import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCES = "src";
const IMPORT = /import\s+(type\s)?[^;"]*?(?:from\s+)?"(\.[^"]+)"/g;
const ENDINGS = ["", ".ts", ".svelte.ts", "/index.ts"];

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf-8" }).map((name) =>
    join(folder, name),
  );
}

const all = new Set(filesIn(SOURCES));

/** The files that `file` imports for their values; types leave nothing behind. */
function imported(file: string): string[] {
  return [...readFileSync(file, "utf-8").matchAll(IMPORT)].flatMap(([, type, path]) => {
    if (type !== undefined || path === undefined) return [];
    const target = normalize(join(dirname(file), path));
    const match = ENDINGS.map((ending) => target + ending).find((candidate) => isSource(candidate));
    return match === undefined ? [] : [match];
  });
}

function isSource(file: string): boolean {
  return all.has(file) && /\.(ts|svelte|json)$/.test(file);
}

/** Everything that comes along with `file`. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  imported(file).forEach((next) => closure(next, seen));
  return seen;
}

const drawings = ["figures", "plot"]
  .flatMap((folder) => filesIn(join(SOURCES, "ui", folder)))
  .filter((file) => file.endsWith(".svelte"));
const ALLOWED = /^src\/(core\/|ui\/figures\/|ui\/plot\/|ui\/keyboard\.ts)/;

describe("a drawing", () => {
  it("is found by this test, and so is what it imports", () => {
    expect(drawings.length).toBeGreaterThanOrEqual(18);
    expect(closure("src/ui/figures/axis/AxisDrawing.svelte")).toContain("src/core/text/numbers.ts");
    expect([...closure("src/features/compare/result/Axis.svelte")].join()).toContain(".svelte.ts");
  });
  it.each(drawings)("%s brings nothing along but other drawings and plain functions", (file) => {
    const others = [...closure(file)].filter(
      (other) => !ALLOWED.test(other) || other.endsWith(".svelte.ts"),
    );
    expect(others).toEqual([]);
  });

  const ofViews = [...all].filter((file) =>
    /^src\/(features|extensions\/\w+\/views)\/.*Drawing\.svelte$/.test(file),
  );
  it("is found beside its view too", () => {
    expect(ofViews).toContain("src/features/decode/filters/FiltersDrawing.svelte");
  });
  it.each(ofViews)("%s of a view reads no store, nor does what it is made of", (file) => {
    expect([...closure(file)].filter((other) => other.endsWith(".svelte.ts"))).toEqual([]);
  });
});

describe("a part of the interface that is no view's own", () => {
  const parts = filesIn(join(SOURCES, "ui")).filter((file) =>
    /(?<!\.test)\.(ts|svelte)$/.test(file),
  );
  it.each(parts)("%s brings no feature and no extension along", (file) => {
    const views = [...closure(file)].filter((other) =>
      /^src\/(features|extensions|app)\//.test(other),
    );
    expect(views.filter((view) => !/words\.(en|zh)\.ts$/.test(view))).toEqual([]);
  });
});

describe("the drawings and the kit that carries them", () => {
  const DRAWING = /^src\/(ui\/(figures|plot)\/.*\.(svelte|ts|css)|.*Drawing\.svelte)$/;
  const OWN = /^src\/extensions\/\w+\/lessons\//; // a lesson's own figure is content
  const files = filesIn(SOURCES).filter(
    (file) => DRAWING.test(file) && !OWN.test(file) && !file.endsWith(".test.ts"),
  );
  const text = (file: string) => readFileSync(file, "utf-8");

  // 5,600 until the glasses were drawn as a picture to save, with its title, legend and swatches,
  // and their likeliest words once a stretch; 5,650 until ticks stood where was measured, and a curve
  // of several could be chosen; 5,700 until a map of places told apart missed and not tried;
  // 5,710 until what the form of an answer forbids stood among the tokens; 5,725 until the number at a
  // glass said whose it is and stayed within it, and labels stood beside lines.
  it("stay within the lines that they have", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(
      files.reduce((sum, file) => sum + text(file).split("\n").length - 1, 0),
    ).toBeLessThanOrEqual(5760);
  });
  it("have their scales, colors and names' room from the kit alone", () => {
    const own = /function (roundTicks|colorOf|markOf|nameWidth|quarters)\b|0\.25, 0\.5, 0\.75/;
    const others = files.filter((file) => !file.startsWith("src/ui/plot/") && own.test(text(file)));
    expect(others).toEqual([]);
  });
  it("measure their place in one way", () => {
    const measured = files.filter((file) => text(file).includes("bind:clientWidth"));
    expect(measured.sort()).toEqual([
      "src/ui/figures/attention/ArcsDrawing.svelte",
      "src/ui/figures/tokens/TokenSquare.svelte",
      "src/ui/plot/Plot.svelte",
    ]);
  });
});
