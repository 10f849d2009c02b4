// The words of vectors that are multiplied; fetched with them.

import { count } from "../../core/text/numbers";

export const words = {
  products: "multiplied, number by number",
  group: (a: string, b: string) => `${a}; ${b}; multiplied, number by number`,
  product: (place: string, a: string, b: string, product: string) =>
    `${place}: ${a} times ${b} is ${product}`,
  written: (a: string, b: string, product: string) => `${a} × ${b} = ${product}`,
  sofar: (n: number, of: number) => `sum of the first ${count(n)} of ${count(of)}`,
  all: (n: number) => `sum of all ${count(n)}`,
  allAndBias: (n: number) => `sum of all ${count(n)}, and the bias`,
};
