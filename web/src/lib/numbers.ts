// How numbers are written: percent with one decimal, nats with two, counts with thin spaces.

const THIN = "\u202f"; // narrow, and no line breaks there
const MINUS = "\u2212";

/** A probability as percent with its sign: `66.0 %`, `< 0.1 %`, `0.0 %` only for exactly nothing. */
export function percent(p: number): string {
  return `${percentDigits(p)}${THIN}%`;
}

/** The same without the sign, for columns that name the unit once: `66.0`, `< 0.1`. */
export function percentDigits(p: number): string {
  if (p > 0 && p < 0.0005) return `<${THIN}0.1`;
  if (p < 1 && p >= 0.9995) return `>${THIN}99.9`;
  return (100 * p).toFixed(1);
}

/** A difference of probabilities in percentage points: `+66.0`, `−1.2`, `0.0`. */
export function points(difference: number): string {
  const size = Math.abs(100 * difference).toFixed(1);
  if (size === "0.0") return size;
  return `${difference < 0 ? MINUS : "+"}${size}`;
}

/** A count with thin spaces between groups of three: `134 515 008`. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
}

/** Nats with two decimals and a true minus sign. */
export function nats(x: number): string {
  return x < 0 ? `${MINUS}${(-x).toFixed(2)}` : x.toFixed(2);
}

/** Bytes in the largest unit that keeps the figure above one: `93.8 MB`. */
export function bytes(n: number): string {
  const units = ["bytes", "kB", "MB", "GB"];
  let value = n;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? count(value) : value.toFixed(1)}${THIN}${units[unit] ?? ""}`;
}

/** A number with so many decimals, a true minus sign, and −∞ as it is written. */
export function decimal(x: number, digits: number): string {
  if (x === -Infinity) return `${MINUS}∞`;
  const size = Math.abs(x).toFixed(digits);
  return x < 0 && Number(size) !== 0 ? `${MINUS}${size}` : size;
}
