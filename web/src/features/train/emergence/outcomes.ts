// What became of everything a run was asked, and which of it the page opens with.

import {
  byStrictness,
  chanceOf,
  families,
  placeOn,
  probeCurves,
  splits,
  type ProbeQuestion,
} from "../curves/curves";
import { pointAt } from "../../../ui/figures/training/chart";
import { emergence, isSudden, type Emergence } from "./emergence";
import type { Line } from "../runs/run";

export interface Outcome extends ProbeQuestion {
  k: number; // the most examples asked with, up to those wanted
  chance: number | null;
  happened: Emergence | null; // null where chance is not known
  form: number | null; // at the end
}

const FORM_IS_THERE = 0.1; // as for the gallery's verdicts: else the labels are hardly ever said

/** Every family and split, families as they stand, splits from what proves most. */
export function outcomes(lines: readonly Line[], most: number): Outcome[] {
  return families(lines).flatMap((family) =>
    byStrictness(splits(lines, family)).flatMap((split) => {
      const found = outcome(lines, { family, split }, most);
      return found === null ? [] : [found];
    }),
  );
}

function outcome(lines: readonly Line[], asked: ProbeQuestion, most: number): Outcome | null {
  const place = placeOn("tokens", lines);
  const curves = probeCurves(lines, asked, "choice", place);
  const curve = curves.findLast((one) => Number(one.id) <= most) ?? curves[0];
  if (curve === undefined) return null;
  const chance = chanceOf(lines, asked);
  const form = probeCurves(lines, asked, "form", place).find((one) => one.id === curve.id);
  return {
    ...asked,
    k: Number(curve.id),
    chance,
    happened: chance === null ? null : emergence(curve, chance),
    form: (form && pointAt(form, null)?.y) ?? null,
  };
}

/** The first that jumped, told by answers that the model does give; else the strictest of the
 * first family. */
export function opensOn(lines: readonly Line[], most: number): ProbeQuestion {
  const all = outcomes(lines, most);
  const given = all.filter((one) => (one.form ?? 0) > FORM_IS_THERE && one.happened !== null);
  const jumped = given.find((one) => one.happened !== null && isSudden(one.happened));
  const { family, split } = jumped ?? all[0] ?? { family: "", split: "" };
  return { family, split };
}

/** The same family and number of examples on the split that proves most, where that is another. */
export function stricter(all: readonly Outcome[], shown: ProbeQuestion): Outcome | null {
  const first = all.find((one) => one.family === shown.family);
  return first === undefined || first.split === shown.split ? null : first;
}
