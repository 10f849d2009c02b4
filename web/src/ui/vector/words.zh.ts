// The words of vectors that are multiplied, in Chinese.

import { count } from "../../core/text/numbers";
import type { words as en } from "./words.en";

export const words: typeof en = {
  products: "逐个相乘",
  group: (a: string, b: string) => `${a}；${b}；逐个相乘`,
  product: (place: string, a: string, b: string, product: string) =>
    `${place}：${a} 乘 ${b} 得 ${product}`,
  written: (a: string, b: string, product: string) => `${a} × ${b} = ${product}`,
  sofar: (n: number, of: number) => `前 ${count(n)} 个之和（共 ${count(of)} 个）`,
  all: (n: number) => `${count(n)} 个全部相加`,
  allAndBias: (n: number) => `${count(n)} 个全部相加，再加偏置`,
};
