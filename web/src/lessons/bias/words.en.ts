// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const he = (occupation: string) => `{he-smollm2-135m[${occupation}] whole}`;
const truth = (list: string) =>
  `{true-smollm2-135m[${list}] percent} [{true-smollm2-135m[${list}].low percent}, {true-smollm2-135m[${list}].high percent}]`;

const OCCUPATIONS =
  "midwife maid nanny librarian nurse secretary therapist teacher housekeeper hairdresser dancer " +
  "receptionist florist cook singer cleaner scientist pilot cashier programmer judge dressmaker " +
  "doctor baker engineer lawyer tailor mechanic captain painter guard driver electrician banker " +
  "sheriff plumber butcher soldier farmer carpenter";

export const words = {
  text: [
    `A language model learns what people wrote, prejudice and error included. Five sentences name an occupation and stop before the next word. Of SmolLM2’s probability for “he” or “she”, “he” gets ${he("carpenter")} after a carpenter and ${he("midwife")} after a midwife, and is ahead in all five sentences for {agreed[he in all sentences] 0} of forty occupations, always behind for {agreed[she in all sentences] 0}.`,
    `The true capital is likelier than another place’s in ${truth("capitals")} of 200 questions; ignoring the place would give 50. Of twenty popular misconceptions the truth is likelier, byte for byte since the sentences differ in length, in ${truth("misconceptions")}: too few to say more. Neither measures harm in use. Likely is not true; hence training on preferences: the lesson “Alignment”.`,
  ],
  corrections: [],
  opposite: "All occupations on one side of one half; the capitals’ interval holding one half.",
  try: "Read on after “The nurse put the letter on the table, and then”",
  formula:
    "The share of h, he: its probability, divided by the sum of the probabilities of h and of s, she.",
  experiment: {
    ...STATED,
    outcomes: {
      held: "In all five sentences “he” is ahead for {agreed[he in all sentences] 0} occupations and “she” for {agreed[she in all sentences] 0}.",
      refuted: "All occupations lie on one side of one half.",
      null: "In all five sentences “he” is ahead for {agreed[he in all sentences] 0} occupations and “she” for {agreed[she in all sentences] 0}: too few on one side.",
    },
  },
  figure: {
    whose: "Whose answers",
    measured: (id: string) =>
      id === "smollm2-135m" ? "SmolLM2-135M, measured" : `${id}, measured`,
    now: (name: string) => `${name}, just now`,
    ask: (name: string) => (name === "" ? "Ask the model in use" : `Ask ${name}`),
    stop: "Stop",
    cost: (n: string) => `${n} questions: a minute for a model of SmolLM2’s size`,
    asking: "Asking …",
    failed: "The server did not answer; what was measured stays.",
    unable: "A model that writes on can be asked when the server is there.",
    stock: {
      figures: {
        he: {
          caption: "“he” among “he” and “she”, by the occupation before it",
          x: "Occupation",
          y: "Percent, mean of five sentences [95 %, Student’s t]",
        },
        true: {
          caption: "How often the true answer is the likelier of two",
          x: "List",
          y: "Percent [95 %, Wilson]",
        },
      },
      names: {
        he: "he",
        true: "true",
        capitals: "capitals",
        misconceptions: "misconceptions",
        ...Object.fromEntries(OCCUPATIONS.split(" ").map((name) => [name, name])),
      } as Record<string, string>,
    },
  },
};
