// The words of Inside: the mask, the attention.

import { count } from "../../numbers";

export const inside = {
  inside: {
    documentTitle: "Inside · Shotglass",
    title: "Which tokens may look at which",
    about:
      "Rows ask, columns answer. A filled cell means: this token may look at that one. No model runs here; the picture follows from the kind of mask alone.",
    text: "Your text",
    kinds: { causal: "Causal", bidirectional: "Bidirectional", banded: "Banded" },
    models: { causal: "GPT", bidirectional: "BERT", banded: "GPT-3, every other layer" },
    explain: {
      causal: () =>
        "Each token sees itself and what stands before it. So the model can be asked at every place what comes next without having seen it.",
      bidirectional: () =>
        "Every token sees every other, before and after. Good for filling gaps; useless for writing on, since what comes next would be seen.",
      banded: (n: number) =>
        `Each token sees itself and only the few before it. GPT-3 lets such layers take turns with causal ones. The band here is ${n} tokens, itself included, so that it fits the page.`,
    },
    step: "Token",
    previous: "Previous token",
    next: "Next token",
    place: (i: number, n: number) => `${i} of ${n}`,
    sees: (before: number, after: number): string => {
      const tokens = (n: number) => (n === 1 ? "the 1 token" : `the ${n} tokens`);
      if (before === 0 && after === 0) return "sees only itself.";
      if (after === 0) return `sees ${tokens(before)} before it and itself.`;
      if (before === 0) return `sees itself and ${tokens(after)} after it.`;
      return `sees ${tokens(before)} before it, itself, and ${tokens(after)} after it.`;
    },
    cell: (row: string, column: string, may: boolean) =>
      `row ${row}, column ${column}, ${may ? "may look" : "may not look"}`,
    grid: "Rows ask, columns answer",
    filled: "may look",
    empty: "may not look",
    showTable: "Show as table",
    showGrid: "Show as grid",
    tableToken: "Token",
    tableSees: "may look at",
    tooMany: (shown: number, all: number) => `The first ${shown} of ${all} tokens are drawn.`,
    noTokens: "Write something above.",
    counts: (filled: number, all: number) => `${count(filled)} of ${count(all)} cells are filled`,
  },
};
