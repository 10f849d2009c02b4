// The words of attention over a text, and of what each layer would say.

/** From which state on a word leads: the input, what a layer left, or the `last` state alone. */
function leading(state: number, last: number): string {
  if (state === 0) return "leads from the start";
  const layer = state - 1; // which left it
  return state === last
    ? `leads only after the last layer, ${layer}`
    : `leads from layer ${layer} on`;
}

export const arcs = {
  title: (token: string) => `What “${token}” looks at`,
  how: "Percent of its attention; underlined: the examples’ answers. Choose a word to let it ask.",
  label: (token: string) => `The text; ${token} asks. Arrow keys let another token ask`,
  gets: (token: string, p: string) => `${token}, ${p}`,
  asks: "asks",
  caption: (token: string, layer: number, head: number) =>
    `What ${token} looks at, layer ${layer}, head ${head}`,
  token: "Token",
  share: "Share",
  kinds: { label: "The arcs show", attention: "attention", carried: "how much it carries" },
  reading: "The model is reading its values.",
  carries: (looked: string, carried: string) =>
    `Attention times the length of the value it fetches, |vⱼ W_O|, as percent of all these lengths: how much, not which words it makes likelier. The first token has ${looked} of the attention and ${carried} of this.`,
  length: "Attention × length",
  ofLengths: "Of all lengths",
};

export const cliff = {
  title: (word: string, state: number, last: number, allOn: boolean) =>
    `${allOn ? "With all heads on " : ""}“${word}” ${leading(state, last)}`,
  about: "Its rank if that layer, from 0, were the last (logit lens, an approximation).",
  label: (word: string, token: string) => `The rank of ${word} after ${token}, layer by layer`,
};

export const heads = {
  title: "Layers and heads",
  about:
    "Layers down, heads across, both counted from 0 as TransformerLens counts them. Pick one to see it large.",
  grid: "Layers down, heads across",
  picked: (layer: number, head: number) => `layer ${layer}, head ${head}`,
  layer: "Layer",
  cell: (layer: number, head: number, first: string) =>
    `layer ${layer}, head ${head}, ${first} on the first token`,
  column: (head: number) => `head ${head}`,
  caption: "Attention on the first token, averaged over all other rows",
};

export const lens = {
  title: "What each layer would say next",
  about: (token: string) =>
    `The logit lens (nostalgebraist, 2020) reads every layer at ${token} as if it were the last. It is an approximation: layers before the last were never trained to be read so.`,
  aboutJacobian: (token: string) =>
    `The J-lens (Gurnee et al., 2026) first carries what each layer leaves at ${token} to the last layer, by the mean of how the last layer answers to small changes of it in other texts, and then reads it. It is an approximation too: one linear map stands for all later layers.`,
  kinds: { label: "How a layer is read", logit: "Logit lens", jacobian: "J-lens" },
  layer: "After layer",
  input: "input",
  top: "likeliest next",
  rankOf: (token: string) => `rank of ${token}`,
  final: (token: string) => `${token}, which the last layer says`,
  next: (token: string) => `${token}, which follows in the text`,
  decided: (token: string, state: number, last: number) => `${token} ${leading(state, last)}.`,
  caption: (token: string) => `What each layer would say after ${token}`,
  columns: { layer: "After layer", token: "Likeliest", p: "Probability", rank: "Rank of" },
  waiting: "Each layer’s word will stand here; this takes about a second.",
  notSaved: "The run that was opened does not have it.",
  onlyHere: (token: string) => `Recorded at ${token} only; another token needs the model.`,
  moved: "Computed for another token; this one’s follows.",
};
