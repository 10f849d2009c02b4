// A network that says which character comes next from the few before it (Bengio et al. 2003, with
// characters for words), its loss, and its gradient by the chain rule, written out.

export interface Shape {
  characters: number; // that it knows
  before: number; // that it sees
  vector: number; // numbers a character
  hidden: number;
}

/** Places of a text: what stands before each, and the character that comes. */
export interface Examples {
  before: Int32Array; // (n, shape.before)
  next: Int32Array; // (n)
}

/** All weights in one row, and the parts of that row. */
export interface Net {
  shape: Shape;
  weights: Float64Array;
}

export interface Gradient {
  loss: number; // nats a character
  gradient: Float64Array; // by weight
}

/** The parts of a row of weights: vectors E (characters, vector), W (before x vector, hidden) and its
 * bias, U (hidden, characters) and its bias. */
function partsOf({ characters, before, vector, hidden }: Shape, row: Float64Array) {
  let from = 0;
  const part = (size: number) => row.subarray(from, (from += size));
  return {
    vectors: part(characters * vector),
    inner: part(before * vector * hidden),
    innerBias: part(hidden),
    outer: part(hidden * characters),
    outerBias: part(characters),
  };
}

export function size({ characters, before, vector, hidden }: Shape): number {
  return characters * vector + before * vector * hidden + hidden + (hidden + 1) * characters;
}

/** Weights drawn by `random` (0 to 1), so wide that sums of them are about as wide as what is summed;
 * the last ones near zero, so that at first every character is about equally likely. */
export function newNet(shape: Shape, random: () => number): Net {
  const weights = new Float64Array(size(shape));
  const { vectors, inner, outer } = partsOf(shape, weights);
  const fill = (part: Float64Array, width: number) => {
    for (let i = 0; i < part.length; i += 1) part[i] = width * (2 * random() - 1);
  };
  fill(vectors, 1);
  fill(inner, Math.sqrt(3 / (shape.before * shape.vector)));
  fill(outer, 0.1 * Math.sqrt(3 / shape.hidden));
  return { shape, weights };
}

/** What the net computes at one place, kept for the way back. */
class Pass {
  readonly input: Float64Array;
  readonly hidden: Float64Array;
  readonly odds: Float64Array; // probabilities of the next character
  readonly #parts;

  constructor(readonly net: Net) {
    const { before, vector, hidden, characters } = net.shape;
    this.input = new Float64Array(before * vector);
    this.hidden = new Float64Array(hidden);
    this.odds = new Float64Array(characters);
    this.#parts = partsOf(net.shape, net.weights);
  }

  forward(before: Int32Array): void {
    const { vectors, inner, innerBias, outer, outerBias } = this.#parts;
    const { vector } = this.net.shape;
    before.forEach((character, place) => {
      const row = vectors.subarray(character * vector, (character + 1) * vector);
      this.input.set(row, place * vector);
    });
    product(this.input, inner, innerBias, this.hidden);
    for (let i = 0; i < this.hidden.length; i += 1) this.hidden[i] = Math.tanh(at(this.hidden, i));
    product(this.hidden, outer, outerBias, this.odds);
    softmax(this.odds);
  }

  /** Adds the gradient of −log p(next) at this place to `sum`, a row as the weights are. */
  backward(before: Int32Array, next: number, sum: Float64Array): void {
    const { inner, outer } = this.#parts;
    const parts = partsOf(this.net.shape, sum);
    const { vector } = this.net.shape;
    const byLogit = Float64Array.from(this.odds);
    byLogit[next] = at(byLogit, next) - 1; // p − 1 for the character that came, p for the others
    const byHidden = back(this.hidden, outer, byLogit, parts.outer, parts.outerBias);
    for (let i = 0; i < byHidden.length; i += 1)
      byHidden[i] = at(byHidden, i) * (1 - at(this.hidden, i) ** 2);
    const byInput = back(this.input, inner, byHidden, parts.inner, parts.innerBias);
    before.forEach((character, place) => {
      for (let i = 0; i < vector; i += 1) {
        const to = character * vector + i;
        parts.vectors[to] = at(parts.vectors, to) + at(byInput, place * vector + i);
      }
    });
  }
}

/** `out` = `bias` + `row` times `matrix` (row.length, out.length). */
function product(row: Float64Array, matrix: Float64Array, bias: Float64Array, out: Float64Array) {
  out.set(bias);
  const width = out.length;
  for (let i = 0; i < row.length; i += 1) {
    const factor = at(row, i);
    for (let j = 0; j < width; j += 1) out[j] = at(out, j) + factor * at(matrix, i * width + j);
  }
}

/** The way back through `product`: adds to the matrix's and the bias's sums, and gives the row's. */
function back(
  row: Float64Array,
  matrix: Float64Array,
  byOut: Float64Array,
  sum: Float64Array,
  biasSum: Float64Array,
): Float64Array {
  const width = byOut.length;
  const byRow = new Float64Array(row.length);
  for (let j = 0; j < width; j += 1) biasSum[j] = at(biasSum, j) + at(byOut, j);
  for (let i = 0; i < row.length; i += 1) {
    const factor = at(row, i);
    let total = 0;
    for (let j = 0; j < width; j += 1) {
      const place = i * width + j;
      total += at(matrix, place) * at(byOut, j);
      sum[place] = at(sum, place) + factor * at(byOut, j);
    }
    byRow[i] = total;
  }
  return byRow;
}

function softmax(row: Float64Array): void {
  const greatest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let i = 0; i < row.length; i += 1) sum += row[i] = Math.exp(at(row, i) - greatest);
  for (let i = 0; i < row.length; i += 1) row[i] = at(row, i) / sum;
}

/** A number of a row that surely holds it. */
const at = (row: Float64Array, i: number) => row[i] as number;

const beforeOf = ({ before }: Examples, i: number, width: number) =>
  before.subarray(i * width, (i + 1) * width);

/** The mean of −log p over the places, in nats. */
export function lossOf(net: Net, examples: Examples): number {
  const pass = new Pass(net);
  let sum = 0;
  examples.next.forEach((next, i) => {
    pass.forward(beforeOf(examples, i, net.shape.before));
    sum -= Math.log(at(pass.odds, next));
  });
  return sum / examples.next.length;
}

/** The loss, and its derivative by every weight. */
export function gradientOf(net: Net, examples: Examples): Gradient {
  const pass = new Pass(net);
  const gradient = new Float64Array(net.weights.length);
  const n = examples.next.length;
  let sum = 0;
  examples.next.forEach((next, i) => {
    const before = beforeOf(examples, i, net.shape.before);
    pass.forward(before);
    sum -= Math.log(at(pass.odds, next));
    pass.backward(before, next, gradient);
  });
  for (let i = 0; i < gradient.length; i += 1) gradient[i] = at(gradient, i) / n;
  return { loss: sum / n, gradient };
}

/** The probability of each character behind these. */
export function oddsAfter(net: Net, before: Int32Array): Float64Array {
  const pass = new Pass(net);
  pass.forward(before);
  return pass.odds;
}
