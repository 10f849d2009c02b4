// The shade of a token: its surprisal on one scale, from paper to half of one blue. One hue that only
// gets darker (or, on dark paper, lighter) reads the same with every kind of color vision.

import { surprise } from "../../../core/text/tokens";

export const MOST_NATS = 6;
const STRONGEST = 50; // percent of the blue; text on it keeps a contrast of 4.5 : 1

/** A CSS color for a log-probability in nats. */
export function shade(logprob: number): string {
  const part = Math.round(STRONGEST * surprise(logprob, MOST_NATS));
  return `color-mix(in srgb, var(--few) ${part}%, transparent)`;
}
