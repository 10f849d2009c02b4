// How numbers are written: percent with one decimal, nats with two, counts with thin spaces.

const THIN = "\u202f"; // narrow, and no line breaks there
export const MINUS = "\u2212";

/** A probability as percent with its sign: `66.0 %`, `< 0.1 %`, `0.0 %` only for exactly nothing. */
export function percent(p: number): string {
  return `${percentDigits(p)}${THIN}%`;
}

/** The same without the sign, for columns that name the unit once: `66.0`, `< 0.1`; of a difference
 * `−28.1`. */
export function percentDigits(p: number): string {
  if (p > 0 && p < 0.0005) return `<${THIN}0.1`;
  if (p < 1 && p >= 0.9995) return `>${THIN}99.9`;
  return decimal(100 * p, 1);
}

/** A probability as sentences and pictures have it, whole above 10 %: `66 %`, `2.1 %`, `< 0.1 %`. */
export function shortPercent(p: number): string {
  return `${shortPercentDigits(p)}${THIN}%`;
}

/** The same without the sign: `66`, `2.1`, `< 0.1`. */
export function shortPercentDigits(p: number): string {
  if (p < 1 && p >= 0.995) return `>${THIN}99`;
  return p < 0.09995 ? percentDigits(p) : String(Math.round(100 * p));
}

/** A share of attention as a plain number: `0.31`, `0.004`, `< 0.001`, `0` only for nothing. */
export function share(p: number): string {
  if (p === 0) return "0";
  if (p < 0.0005) return `<${THIN}0.001`;
  return p.toFixed(p < 0.01 ? 3 : 2);
}

/** A difference of probabilities in percentage points: `+66.0`, `−1.2`, `0.0`. */
export function points(difference: number): string {
  const size = Math.abs(100 * difference).toFixed(1);
  if (size === "0.0") return size;
  return `${difference < 0 ? MINUS : "+"}${size}`;
}

/** A size in percentage points: `0.66`, `11.7`, `< 0.01` below it. */
export function percentagePoints(size: number): string {
  if (size > 0 && size < 0.005) return `<${THIN}0.01`;
  return size.toFixed(size < 1 ? 2 : 1);
}

/** A count with thin spaces between groups of three: `134 515 008`. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
}

/** A text of a record, set as ours: counts with thin spaces for `1,572,864`, `’` for `'`. */
export function typeset(text: string): string {
  return text.replace(/(?<=\d),(?=\d{3}(?!\d))/g, THIN).replace(/(?<=[\p{L}\p{N}])'/gu, "’");
}

/** Nats with two decimals and a true minus sign. */
export function nats(x: number): string {
  return x < 0 ? `${MINUS}${(-x).toFixed(2)}` : x.toFixed(2);
}

/** Among how many equal choices one is as unsure as with so many nats: `8`, `1.4`, `403`. */
export function equalChoices(nats: number): string {
  const choices = Math.exp(nats);
  return choices < 10 ? String(Number(choices.toFixed(1))) : count(Math.round(choices));
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

/** A small quantity to three digits: `0.0123`, `1.2 × 10⁻⁵` below a thousandth. */
export function scientific(x: number): string {
  if (x === 0 || Math.abs(x) >= 0.001) return String(Number(x.toPrecision(3))).replace("-", MINUS);
  const [digits = "", power = ""] = x.toExponential(1).split("e");
  const raised = [...String(-Number(power))].map((digit) => RAISED[Number(digit)]).join("");
  return `${digits.replace("-", MINUS)}${THIN}×${THIN}10⁻${raised}`;
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A large number to three digits with a letter for its thousands: `285 M`, `1.56 G`. */
export function metric(n: number): string {
  return inThousands(n, ["", "k", "M", "G", "T", "P"], 3);
}

/** A number of parameters as papers print it, four digits at most: `117 M`, `1.542 B`. */
export function billions(n: number): string {
  return inThousands(n, ["", "k", "M", "B", "T"], 4);
}

function inThousands(n: number, letters: string[], digits: number): string {
  let value = n;
  let power = 0;
  while (value >= 999.5 && power < letters.length - 1) {
    value /= 1000;
    power += 1;
  }
  return `${Number(value.toPrecision(digits))}${power === 0 ? "" : THIN + (letters[power] ?? "")}`;
}
