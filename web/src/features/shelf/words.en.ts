// The words of the shelf, in English.

import { examples } from "../../words/common.en";

export const shelf = {
  shelf: {
    title: ["Same model.", "Same question.", "Four answers."],
    constant: "Its weights never change.",
    differs: " Only the examples do. Fuller glass, likelier answer.",
    what: "A glass-box GPT, for learning and teaching.",
    pour: "Pour the examples",
    all: "All at once",
    own: "Ask your own",
    prompt: "The prompt, and what the model says to it",
    figure: "What the model says to “fast ->” behind none to eight examples of four kinds",
    examples: "Examples",
    says: (k: number) => `with ${k} it says`,
    kind: "Examples of",
    sets: {
      opposite: "opposites",
      comparative: "comparatives",
      superlative: "superlatives",
      CAPITALS: "CAPITALS",
    } as Record<string, string>,
    glass: (k: number, set: string, answer: string, percent: string) =>
      `${examples(k)} of ${set}: ${answer} ${percent}`,
    saysIt: (k: number, set: string, percent: string) =>
      k === 0
        ? `With no example this is ${percent} likely.`
        : `With ${examples(k)} of ${set} this is ${percent} likely.`,
    saysOther: (k: number, set: string, percent: string) =>
      `${k === 0 ? "With no example" : `With ${examples(k)} of ${set}`} it says none of the four: this is likeliest, at ${percent}.`,
    space: "(space)",
    change: "Change the prompt",
    look: "Where does it look?",
    question: (set: string) => `What will it say with ${set}?`,
    showMe: "Just pour",
    right: (answer: string) => `You said ${answer}, and so does it.`,
    wrong: (guess: string, answer: string) => `You said ${guess}. It says ${answer}.`,
    recorded: (name: string, date: string) => `${name}, recorded ${date}.`,
    many: "One chosen word. Over 220: 10–22\u202f% full.",
    manyHelp:
      "“fast” was chosen to show it. On average over 220 words like it, the four answers together have 10 to 22\u202f% after 8 examples, by kind.",
  },
};
