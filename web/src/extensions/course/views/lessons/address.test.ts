// The lessons' address: it gives each state back, and links that were given away are read as they were.

import { describe, expect, it } from "vitest";
import { decode, link } from "../../../../core/address/url";
import { mulberry } from "../../../../core/testing";
import { MOST_VALUES, read, write } from "./address";
import { IDS } from "./lessons";

const SIGNS = [...'a \n\t&=?#%+{}中é🙂"\\'];

function opened(address: string): URLSearchParams {
  return decode(new URL(`http://localhost/${address}`).hash)?.query ?? new URLSearchParams();
}

describe("the address of the lessons", () => {
  it("gives 200 states back as they were", () => {
    const random = mulberry(20261124);
    const below = (n: number) => Math.floor(random() * n);
    for (let i = 0; i < 200; i += 1) {
      const signs = Array.from({ length: 1 + below(60) }, () => SIGNS[below(SIGNS.length)]);
      const values = Array.from({ length: 1 + below(MOST_VALUES) }, () => below(2000) / 8 - 99);
      const own = below(2) === 0 ? {} : { values };
      const state = { lesson: IDS[below(IDS.length)] ?? "", text: signs.join(""), ...own };
      expect(read(opened(link("lessons", write(state))))).toEqual(state);
    }
  });

  it("is read as it was before the views were drawn anew", () => {
    const address = "lesson=shots&text=A+text.&values=60%2C19%2C-8.5";
    const state = read(opened(`#v1/lessons?${address}`));
    expect(state).toEqual({ lesson: "shots", text: "A text.", values: [60, 19, -8.5] });
    expect(write({ lesson: "", text: null, ...state }).toString()).toBe(address);
  });

  it.each(["lessons", "forward", "shapes", "note"])("still names the view %s", (view) => {
    expect(decode(`#v1/${view}`)?.view).toBe(view);
  });
});
