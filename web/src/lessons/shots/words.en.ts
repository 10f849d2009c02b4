// The words of the lesson.

export const words = {
  text: [
    "Ask a GPT “fast ->” with nothing before it and it writes a space. Put four opposites in front and it writes slow. No weight moved. Two things did: how full the glass is, and what is in it.",
    "Form: how likely it says any of the four answers. Share: the right one’s part of that. They need not move together: here the share turns with the first examples and the form follows; on other tasks the form is learned and the share never moves. Zero-shot: the prompt holds no example. One-shot: one. Few-shot: several, as many as fit. No gradient step is taken.",
  ],
  corrections: [],
  opposite:
    "Lower glasses that stay mixed while the upper ones fill: then examples would teach only the form here.",
  try: "Step the examples and change their kind",
  formula:
    "The probability of the answer y given the examples x 1 y 1 to x k y k, the question x and the weights theta. Theta does not change.",
  figure: {
    caption: "Form and share with 0, 1, 2, 4 and 8 examples",
    examples: "Examples",
    rows: (k: number) => (k === 0 ? "no example" : k === 1 ? "1 example" : `${k} examples`),
    form: "Form",
    formHelp: "How full is the glass?",
    share: "Share",
    shareHelp: "What is in it, stretched to fill the glass?",
    empty: "any other word",
    right: (answer: string) => `${answer}, the right one`,
  },
};
