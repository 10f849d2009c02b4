// How sure a share is: Wilson's interval at 95 % (Wilson 1927, "Probable inference").

const Z = 1.959963984540054;

/** The bounds of a share of `n` of which `hits` were hits; [0, 1] where there are none. */
export function wilson(hits: number, n: number): [number, number] {
  if (n === 0) return [0, 1];
  const share = hits / n;
  const spread = Z ** 2 / n;
  const centre = (share + spread / 2) / (1 + spread);
  const half = (Z * Math.sqrt((share * (1 - share)) / n + spread / (4 * n))) / (1 + spread);
  return [hits === 0 ? 0 : centre - half, hits === n ? 1 : centre + half];
}
