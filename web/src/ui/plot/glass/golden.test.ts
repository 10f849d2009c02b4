// The glasses of the page and of Python (backend/shotglass/lab/drawing/glass.py) have one geometry.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { colored } from "../../../core/answers/colors";
import { shortPercentDigits } from "../../../core/text/numbers";
import {
  answerLetter,
  figureOf,
  gathered,
  inside,
  isMixed,
  layers,
  level,
  row,
  walls,
} from "./glass";

interface Golden {
  paths: { width: number; height: number; inside: string; walls: string }[];
  rows: { width: number; count: number; tall: number; row: ReturnType<typeof row> }[];
  glasses: {
    parts: number[];
    lead: number | null;
    colors: number[];
    gathered: number[];
    layers: [number, number, number][];
    mixed: boolean;
    level: number;
    figure: [number, string, boolean];
  }[];
}

const path = new URL("../../../../../tests/contract/glass.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf-8")) as Golden;

describe("glasses as Python draws them", () => {
  it.each(golden.paths)("have the same walls of $width by $height", (shape) => {
    expect(inside(shape.width, shape.height)).toBe(shape.inside);
    expect(walls(shape.width, shape.height)).toBe(shape.walls);
  });

  it.each(golden.rows)("stand in the same places, $count in $width", (expected) => {
    expect(row(expected.width, expected.count, expected.tall, false)).toEqual(expected.row);
  });

  it.each(golden.glasses)("hold the same of $parts, $lead at the foot", (expected) => {
    const { parts, lead } = expected;
    const colors = colored(parts.length, lead);
    const held = gathered(parts, colors);
    const foot = lead === null ? null : colors.indexOf(lead);
    const all = layers(held, foot);
    const letter = answerLetter(foot ?? 0);
    const figure = figureOf({ k: 0, parts: held }, foot, letter, 236, shortPercentDigits);

    expect(colors).toEqual(expected.colors);
    expect(held).toEqual(expected.gathered);
    expect(all.map(({ answer, from, to }) => [answer, from, to])).toEqual(expected.layers);
    expect(isMixed(all)).toBe(expected.mixed);
    expect(level(held)).toBe(expected.level);
    expect(figure && [figure.p, figure.text, figure.within]).toEqual(expected.figure);
  });
});
