// How a state of the residual stream is named: by the layer that left it, from 0 as heads are. What
// the first layer reads is the input. A state's index counts the layers behind it.

const APART = 40; // pixels between the middles of two names on an axis
const NUMBER = 24; // and between two numbers

export function stateName(index: number, input: string): string {
  return index === 0 ? input : String(index - 1);
}

/** Which of `count` states an axis names that stand `pitch` pixels apart: the input, layers at one
 * distance from each other, and the last layer. */
export function namedStates(count: number, pitch: number): number[] {
  const step = [1, 2, 5, 10, 20, 50].find((size) => size * pitch >= APART) ?? 100;
  const last = count - 1;
  const layers = [...Array(count).keys()].filter(
    (i) => (i - 1) % step === 0 && i * pitch >= APART && (last - i) * pitch >= NUMBER,
  );
  return last > 0 ? [0, ...layers, last] : [0];
}
