// The sines and cosines of a place, and what two places have to do with each other
// (Vaswani et al. 2017, section 3.5).

export const WIDTH = 32; // numbers of a place's vector; 512 in the paper
export const PLACES = 64;

/** The vector of place `p`: in column 2i the sine of p / 10000^(2i / width), in 2i + 1 its cosine. */
export function sines(p: number, width = WIDTH): number[] {
  return Array.from({ length: width }, (_, column) => {
    const angle = p / 10_000 ** ((column - (column % 2)) / width);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

export function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/** The product of a place with the one that stands 0, 1, 2, ... after it: the same for all places, since
 * sin a sin b + cos a cos b = cos(a - b). */
export function byDistance(): { x: number; y: number }[] {
  return Array.from({ length: PLACES }, (_, x) => ({ x, y: product(sines(0), sines(x)) }));
}
