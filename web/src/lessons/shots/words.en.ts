// The words of the lesson. Its text holds at most 120 words.

export const words = {
  text: [
    "Zero-shot: the prompt holds the question and perhaps an instruction, but no example. One-shot: one example. Few-shot: several, as many as fit. No gradient step is taken and no weight changes; only the text before the question differs.",
    "Read two numbers apart. Form: how much probability lies on answers of the asked kind. Share: the right one’s part of that. Below, four answers to “fast ->” count as form: slow, faster, fastest, FAST. The examples are opposites, so slow is right. The two numbers need not move together: here the share turns with the first examples and the form follows; on other tasks the form is learned and the share never moves.",
  ],
  corrections: [],
  opposite:
    "A diamond that stays where it is without examples while the bar grows: then examples would teach only the form here.",
  try: "Step the examples and change their kind",
  formula:
    "The probability of the answer y given the examples x 1 y 1 to x k y k, the question x and the weights theta. Theta does not change.",
  figure: {
    caption: "Form and share with 0, 1, 2, 4 and 8 examples",
    examples: "Examples",
    rows: (k: number) => (k === 1 ? "1 example" : `${k} examples`),
    form: "form: all four answers",
    choice: "share: the right one’s part",
    right: (answer: string) => `${answer}, the right one`,
  },
};
