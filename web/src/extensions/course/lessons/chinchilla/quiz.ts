// The lesson's question: what ten times the compute is best spent on.

import { best, compute, FITS, MODELS } from "./law";

/** How many times as many parameters the best model has with ten times Gopher's compute. */
export function own(): { larger: number } {
  const [, { parameters, tokens }] = MODELS;
  const budget = compute(parameters, tokens);
  const size = (times: number) => best(FITS.refitted, times * budget).parameters;
  return { larger: size(10) / size(1) };
}
