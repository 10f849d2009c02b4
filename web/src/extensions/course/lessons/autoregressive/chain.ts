// The chain rule drawn: each token's surprisal is a bar that begins where the one before it ended.

import type { Piece } from "../../../../core/api/events";

/** −log p of a token given all before it, in nats; null for the first, which is given. */
export interface Link {
  text: string;
  nats: number | null;
}

export interface ChainBar extends Link {
  from: number; // the sum of all before it
  to: number;
}

export interface Chain {
  bars: ChainBar[];
  total: number; // −log p of the text after its first token
  tokens: number; // how many of them that is
  mean: number | null; // the cross-entropy, nats a token
  perplexity: number | null;
}

export function chain(
  tokens: readonly Pick<Piece, "text">[],
  surprisals: readonly ({ nats: number } | null)[],
): Chain {
  let sum = 0;
  const bars = tokens.map(({ text }, i): ChainBar => {
    const nats = surprisals[i]?.nats ?? null;
    const from = sum;
    sum += nats ?? 0;
    return { text, nats, from, to: sum };
  });
  const counted = bars.filter((bar) => bar.nats !== null).length;
  const mean = counted === 0 ? null : sum / counted;
  return {
    bars,
    total: sum,
    tokens: counted,
    mean,
    perplexity: mean === null ? null : Math.exp(mean),
  };
}

/** exp(−nats) to two digits where it is too small for a percentage: `2.1 × 10⁻¹⁴`. */
export function tiny(nats: number): string {
  const power = Math.floor(-nats / Math.LN10);
  const digits = Math.exp(-nats - power * Math.LN10).toFixed(1);
  const [shown, shift] = digits === "10.0" ? ["1.0", 1] : [digits, 0];
  return `${shown} × 10${raised(power + shift)}`;
}

function raised(power: number): string {
  const signs = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const size = [...String(Math.abs(power))].map((digit) => signs[Number(digit)] ?? "").join("");
  return power < 0 ? `⁻${size}` : size;
}
