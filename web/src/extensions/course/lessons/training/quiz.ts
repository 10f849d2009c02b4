// The lesson's question: the loss on new text, at the start and twice later, of a net that reads
// little text over and over. It is trained here, a little at a time, so that the page stays alive.

import { corpusOf } from "./texts";
import { Training } from "./training";

const RATE = 0.3;
const STEPS = { early: 60, late: 300 };

export async function own(): Promise<{ start: number; early: number; late: number }> {
  const training = new Training(corpusOf("little", ""));
  const start = training.last.held;
  const early = await heldAfter(training, STEPS.early);
  return { start, early, late: await heldAfter(training, STEPS.late) };
}

async function heldAfter(training: Training, steps: number): Promise<number> {
  while (training.step < steps) {
    training.advance(RATE);
    if (training.step % 10 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  return training.last.held;
}
