// The loss of a network by its size and its text, and how a budget of compute is best divided.
// Hoffmann et al. 2022, approach 3; the constants of its replication are Besiroglu et al. 2024.

export interface Law {
  floor: number; // E, nats a token
  a: number; // A, of the part that falls with the size
  alpha: number;
  b: number; // B, of the part that falls with the text
  beta: number;
}

export const FITS = {
  refitted: { floor: 1.82, a: 482, alpha: 0.348, b: 2085, beta: 0.366 },
  printed: { floor: 1.69, a: 406.4, alpha: 0.34, b: 410.7, beta: 0.28 },
} as const satisfies Record<string, Law>;
export type Fit = keyof typeof FITS;

/** Sizes and texts as the papers print them: parameters and tokens. */
export const MODELS = [
  { id: "GPT-3", parameters: 175e9, tokens: 300e9 },
  { id: "Gopher", parameters: 280e9, tokens: 300e9 },
  { id: "Chinchilla", parameters: 70e9, tokens: 1.4e12 },
] as const;

/** FLOPs of training, by the usual estimate of six a parameter and token. */
export function compute(parameters: number, tokens: number): number {
  return 6 * parameters * tokens;
}

/** What is lost above the floor, in nats a token, where `budget` FLOPs train so many parameters:
 * `small` for want of parameters, `short` for want of text. */
export function parts(law: Law, budget: number, parameters: number): Parts {
  const tokens = budget / compute(parameters, 1);
  const [small, short] = [law.a / parameters ** law.alpha, law.b / tokens ** law.beta];
  return { parameters, tokens, small, short, loss: law.floor + small + short };
}

export interface Parts {
  parameters: number;
  tokens: number;
  small: number;
  short: number;
  loss: number;
}

/** The division that loses least: where the derivative of the sum by the parameters is zero. */
export function best(law: Law, budget: number): Parts {
  const balance = ((law.alpha * law.a) / (law.beta * law.b)) ** (1 / (law.alpha + law.beta));
  const parameters = balance * (budget / 6) ** (law.beta / (law.alpha + law.beta));
  return parts(law, budget, parameters);
}

/** The divisions of one budget that lose at most `most` above the floor, from the smallest size to the
 * largest; those at the ends lose exactly that, where the range of sizes holds them. */
export function divisions(
  law: Law,
  budget: number,
  most: number,
  range: { min: number; max: number },
): Parts[] {
  const STEPS = 240;
  const logs = Array.from(
    { length: STEPS + 1 },
    (_, i) => Math.log(range.min) + (i / STEPS) * Math.log(range.max / range.min),
  );
  return logs
    .map((log) => parts(law, budget, Math.exp(log)))
    .filter(({ small, short }) => small + short <= most);
}

/** A large number with a power of ten: `5.0 × 10²³`. */
export function powerOfTen(n: number): string {
  const [digits = "", power = ""] = n.toExponential(1).split("e+");
  return `${digits}\u202f×\u202f10${[...power].map((digit) => RAISED[Number(digit)]).join("")}`;
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
