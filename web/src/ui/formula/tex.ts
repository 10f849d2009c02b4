// A formula written in a small part of TeX, as a tree that `Formula.svelte` draws in MathML:
// letters, numbers, signs, `^`, `_`, groups, \frac, \sqrt, \text, sums and the names below.

export type Formula =
  | { kind: "row"; items: Formula[] }
  | { kind: "letter" | "number" | "sign" | "word"; text: string }
  | { kind: "large"; text: string } // a sum or product, with its limits below and above
  | { kind: "space" }
  | { kind: "fraction"; over: Formula; under: Formula }
  | { kind: "root"; of: Formula }
  | { kind: "script"; base: Formula; below: Formula | null; above: Formula | null };

const LETTERS: Record<string, string> = {
  ...{ alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", eta: "η", theta: "θ" },
  ...{
    lambda: "λ",
    mu: "μ",
    pi: "π",
    sigma: "σ",
    tau: "τ",
    phi: "φ",
    Phi: "Φ",
    Delta: "Δ",
    infty: "∞",
    top: "⊤",
  },
};
const SIGNS: Record<string, string> = {
  ...{ mid: "|", le: "≤", ge: "≥", ne: "≠", approx: "≈", sim: "∼", in: "∈", to: "→" },
  ...{ cdot: "·", times: "×", ldots: "…", nabla: "∇", partial: "∂" },
};
const LARGE: Record<string, string> = { sum: "∑", prod: "∏" };
const ALPHABETS: Record<string, Record<string, string>> = {
  mathbb: { R: "ℝ" },
  mathcal: { U: "𝒰" },
};
const WORDS = new Set(["exp", "log", "max", "min", "tanh", "cos", "sin"]);
const TOKEN = /\s*(\\[A-Za-z]+|\\[,{}]|[0-9]+(?:\.[0-9]+)?|[^\s])/uy;

/** Throws Error for a name that is not known and for braces that do not match. */
export function parseTex(text: string): Formula {
  const reader = new Reader(text);
  const row = reader.row();
  if (reader.next !== null) throw new Error(`“${text}” has a } without its {.`);
  return row;
}

class Reader {
  next: string | null = null;
  private at = 0;

  constructor(private readonly text: string) {
    this.take();
  }

  /** The items up to a closing brace or the end. */
  row(): Formula {
    const items: Formula[] = [];
    while (this.next !== null && this.next !== "}") items.push(this.scripted());
    return items.length === 1 && items[0] ? items[0] : { kind: "row", items };
  }

  private take(): string | null {
    const token = this.next;
    TOKEN.lastIndex = this.at;
    this.next = TOKEN.exec(this.text)?.[1] ?? null;
    this.at = TOKEN.lastIndex;
    return token;
  }

  /** An item with what stands below and above it. */
  private scripted(): Formula {
    const base = this.item();
    let [below, above]: [Formula | null, Formula | null] = [null, null];
    while (this.next === "_" || this.next === "^") {
      if (this.take() === "_") below = this.item();
      else above = this.item();
    }
    return below === null && above === null ? base : { kind: "script", base, below, above };
  }

  private item(): Formula {
    const token = this.take();
    if (token === null) throw new Error(`“${this.text}” ends where something was expected.`);
    if (token === "{") return this.closed(this.row());
    if (token.startsWith("\\")) return this.named(token.slice(1));
    if (/^\d/.test(token)) return { kind: "number", text: token };
    if (/^\p{L}/u.test(token)) return { kind: "letter", text: token };
    return { kind: "sign", text: token === "-" ? "−" : token };
  }

  private closed(inner: Formula): Formula {
    if (this.take() !== "}") throw new Error(`“${this.text}” has a { without its }.`);
    return inner;
  }

  private named(name: string): Formula {
    if (name === ",") return { kind: "space" };
    if (name === "{" || name === "}") return { kind: "sign", text: name };
    if (name === "frac") return { kind: "fraction", over: this.item(), under: this.item() };
    if (name === "sqrt") return { kind: "root", of: this.item() };
    if (name === "text") return { kind: "word", text: this.raw() };
    if (WORDS.has(name)) return { kind: "word", text: name };
    if (name in ALPHABETS) return this.lettered(name);
    const [letter, sign, large] = [LETTERS[name], SIGNS[name], LARGE[name]];
    if (letter !== undefined) return { kind: "letter", text: letter };
    if (sign !== undefined) return { kind: "sign", text: sign };
    if (large !== undefined) return { kind: "large", text: large };
    throw new Error(`“\\${name}” is no name that ui/formula/tex.ts knows.`);
  }

  /** A letter of another alphabet: of \mathbb{...} and its kind. */
  private lettered(alphabet: string): Formula {
    const written = this.raw();
    const letter = ALPHABETS[alphabet]?.[written];
    if (letter === undefined)
      throw new Error(`“\\${alphabet}{${written}}” is no letter known here.`);
    return { kind: "letter", text: letter };
  }

  /** The letters in braces as they stand: of \text{...}. */
  private raw(): string {
    const from = this.at;
    const end = this.text.indexOf("}", from);
    if (this.next !== "{" || end < 0) throw new Error(`“${this.text}” has \\text without braces.`);
    this.at = end + 1;
    this.take();
    return this.text.slice(from, end);
  }
}
