// The words of the lesson.

export const words = {
  text: [
    "After a prompt the model gives every token a probability; a decoder chooses. Greedy takes the likeliest. Temperature divides the logits first: below 1 it sharpens, above 1 it flattens; towards 0 it becomes greedy, towards ∞ it draws every token alike.",
    "Top-k keeps the k likeliest. Top-p keeps the fewest whose mass reaches p, the one that crosses it included, and so adapts: few where the model is sure, many where it is not. What is left is scaled to sum to 1, and one random number picks from it.",
    "Beam search is the fifth. It does not decide token by token: it keeps the b most probable beginnings side by side and decides at the end. The next lesson is its own.",
  ],
  corrections: [],
  opposite:
    "Top-p that leaves as many tokens after eight examples as after none. The line below the figure counts them.",
  try: "Move the sliders on this distribution",
  formula:
    "The probability p i of token i is the exponential of its logit z i over the temperature T, divided by the sum of all exp z j over T.",
  figure: {
    caption: "One distribution, four one-step decoders",
    decoder: "Decoder",
    left: "Tokens left",
    mass: "Mass left",
    others: "others",
    chosen: "Chosen",
    names: {
      greedy: "Greedy",
      temperature: "Temperature 1.5",
      top_k: "Top-k, k = 5",
      top_p: "Top-p, p = 0.7",
    },
    leaves: (shown: string, n: number) => (n === 1 ? "1 token left" : `${shown} tokens left`),
    adapts: (counts: { k: number; left: string }[]) =>
      `Top-p adapts: p = 0.7 leaves ${counts.map(({ k, left }) => `${left} ${left === "1" ? "token" : "tokens"} after ${k} examples`).join(", ")}. Top-k with k = 5 leaves 5 each time.`,
    again: "Draw another number",
    drawn: (u: string, names: string[]) => `Random number ${u}; chosen: ${names.join(", ")}.`,
  },
};
