// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const LARGEST = "1572860";
const FIFTH = "loss-by-shape[16 x 32]";
const band = (kind: string) =>
  `{band-${kind}[${LARGEST}].low 2} to {band-${kind}[${LARGEST}].high 2}`;
const covered = (kind: string) => `{coverage-${kind}[one more size] percent}`;
const allowed = (kind: string) => `{allowed[${kind}].high 2}`;
const result = `{${FIFTH} 2} nats [{${FIFTH}.low 2}, {${FIFTH}.high 2}]`;
const bounds = `at most ${allowed("student-t")} by Student’s t and ${allowed("bootstrap")} by the bootstrap`;

export const words = {
  text: [
    `The line through four sizes came with a band by Student’s t: ${band("student-t")} nats for the fifth size. A bootstrap draws the three runs of each size anew, 2\u202f000 times, and adds a residual: ${band("bootstrap")}. The fifth size lost {largest[${LARGEST}] 2}, above both.`,
    `Narrower is not surer. In {coverage-bootstrap[one more size].n count} simulated worlds where the line is true, Student’s t held the next size in ${covered("student-t")}, the bootstrap in ${covered("bootstrap")}; both are meant to in 95 %. Three runs a size are too few for it.`,
    `Neither band knows of shape. Five shapes of about 200\u202f000 parameters lose {loss-by-shape[2 x 92] 2} to {${FIFTH} 2} nats, where the bands allow at most ${allowed("bootstrap")} and ${allowed("student-t")}.`,
  ],
  corrections: [],
  opposite: "A fifth shape whose loss lies within the bands of the line.",
  try: "See how deep the published models are",
  experiment: {
    ...STATED,
    outcomes: {
      held: `16 layers of 32 lose ${result}; a model of their size was allowed ${bounds}.`,
      refuted: `16 layers of 32 lose ${result}, not more than a model of their size was allowed: ${bounds}.`,
      null: `16 layers of 32 lose ${result}; this interval holds an end of what a model of their size was allowed, ${bounds}.`,
    },
  },
  figure: {
    figures: {
      size: {
        caption: "Where one more size is expected, by either band, and what was measured",
        x: "Parameters without embeddings",
        y: "Nats a token",
      },
      coverage: {
        caption: "Simulated worlds in which a 95 % band holds the truth",
        x: "Of what",
        y: "held, in percent",
      },
      shape: {
        caption: "Five shapes of about 200\u202f000 parameters, and what the bands allow that size",
        x: "Layers x width",
        y: "Nats a token",
      },
    },
    names: {
      "band-student-t": "Student’s t",
      "band-bootstrap": "bootstrap",
      "loss-by-size": "measured",
      largest: "the fifth size",
      "coverage-student-t": "Student’s t",
      "coverage-bootstrap": "bootstrap",
      "loss-by-shape": "measured",
      allowed: "allowed",
      "student-t": "Student’s t",
      bootstrap: "bootstrap",
      "the exponent": "the exponent",
      "one more size": "one more size",
    },
  },
};
