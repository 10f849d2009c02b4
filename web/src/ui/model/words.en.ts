// The model in use. Exact or fast: the choice, what figures that are not exact say of themselves, making
// a copy. Where it runs: the switch, and a model on its way into the browser.

import { count, percentagePoints } from "../../core/text/numbers";
import type { Computed, Numbers } from "../../core/models/precision";

const NAMES: Record<Computed, string> = {
  fp32: "Exact",
  int8: "8-bit",
  fp16: "16-bit, on a graphics card",
  web: "16-bit weights",
};

/** How far off shown probabilities are, or that it is not known. */
export function sentence({ as, off }: Numbers): string {
  if (as === "fp32") return "Exact: computed in fp32.";
  if (off === null) return `${NAMES[as]}: how far off these probabilities are was not measured.`;
  const [median, most] = [percentagePoints(off.median), percentagePoints(off.max)];
  return `${NAMES[as]}: shown probabilities of 1\u202f% or more were off by ${median} points in the median, ${most} at most, on ${count(off.tokens)} tokens of text.`;
}

const stages: Record<string, string> = {
  "Verifying the model": "Verifying the model’s files",
  "Writing weights": "Writing weights",
  "Checking graphs": "Checking the graph",
  "Comparing predictions": "Measuring how far off it is",
  "Writing the manifest": "Putting it into the model’s folder",
};

export const chip = { fp32: "exact", int8: "8-bit", fp16: "16-bit", web: "16-bit weights" };

export const precision = {
  precision: {
    label: "Precision",
    choices: { fp32: "Exact", int8: "Fast (8-bit)" },
    over: (bits: number) => `Exact: fp32 arithmetic, ${bits}-bit weights.`,
    house: "exact, over 16-bit weights",
    houseHelp:
      "The model’s own weights are kept in 16 bits, and everything is computed in fp32 over them: there is no faster copy to choose.",
    gpu: "16-bit, on a graphics card",
    browser: {
      fp32: "the model’s own 16-bit weights",
      int8: "8-bit, in this browser",
      fp16: "16-bit, in this browser",
      web: "16-bit weights, in this browser",
    },
    chip,
    sentence,
    making: {
      titles: { int8: "“Fast” needs an 8-bit copy", web: "A browser needs a 16-bit copy" },
      int8: (name: string, seconds: number, size: string) =>
        `A copy of ${name} in 8 bits is made on the computer that serves this page, once: about ${seconds}\u202fs and ${size}. It computes faster, and its figures are a little off; how far is measured while it is made.`,
      web: (name: string, seconds: number, size: string) =>
        `To run in a browser, ${name} needs a copy of its weights in 16 bits. It is made on the computer that serves this page, once: about ${seconds}\u202fs and ${size}. After that it is fetched from there.`,
      until: "Until it is there, all figures are exact.",
      make: "Make it",
      stay: "Stay with exact",
      notNow: "Not now",
      bar: "How much of the copy is made",
      beginning: "Starting",
      stages,
      cancel: "Cancel",
      again: "Try again",
      busy: "Another copy or export is being made; one at a time.",
      failed: "The copy was not made.",
      alone:
        "The server that could make it does not answer. Start it on the computer that has the model, with the command below, then reload this page.",
      aloneCommand: "shotglass serve",
    },
    table: {
      title: "Precisions",
      about:
        "Exact is what this page shows. Copies are made when they are first asked for, and measured against exact then.",
      names: {
        fp32: "exact (fp32)",
        int8: "fast (8-bit)",
        web: "in browsers (16-bit weights)",
      },
      name: "Precision",
      size: "Size",
      state: "State, and how far off",
      none: (bits: number | null) =>
        bits === null
          ? "Nothing is rounded."
          : `Nothing is rounded further; the weights it came with have ${bits} bits.`,
      same: "The same graph as the exact one.",
      roughly: (size: string) => `about ${size}`,
      notMade: "not made yet",
      made: "made",
      makeOf: (name: string) => `Make it: ${name}`,
    },
  },
};

/** So long, in whole seconds or minutes. */
function about(seconds: number | null): string {
  if (seconds === null) return "";
  if (seconds < 90) return `, about ${Math.max(1, Math.round(seconds))} s`;
  return `, about ${Math.round(seconds / 60)} min`;
}

export const place = {
  place: {
    title: "Runs on",
    computer: "this computer",
    browser: "this browser",
    unable:
      "A browser runs models only for a page that was opened over https, or on this very computer by http://localhost. Runs are computed on the computer that serves the page.",
    waiting: (before: number, seconds: number | null) =>
      `Waiting, ${before === 0 ? "you are next" : `${count(before)} before you`}${about(seconds)}.`,
    missing: (id: string, digest: string | null, used: string) =>
      `This link is of the model “${id}”${digest === null ? "" : `, weights ${digest}`}, which is not here; shown with ${used}.`,
    toGet:
      "To get it, run this line on the computer that serves the page, then reload; “shotglass models” lists the names it knows. Of a model that somebody made, ask for its folder.",
    otherWeights: (name: string, there: string, here: string) =>
      `This link was made with other weights of ${name}: ${there} there, ${here} here. Numbers may differ.`,
    looking: "Looking at the model’s files …",
    none: (name: string) => `${name} writes no text, so a browser cannot run it here.`,
    offered: (name: string, size: string) =>
      `To run here, ${name} is fetched into this browser once: ${size}.`,
    partly: (name: string, have: string, size: string) =>
      `${have} of ${size} of ${name} are in this browser already.`,
    fetch: (size: string) => `Fetch ${size}`,
    goOn: (size: string) => `Fetch the other ${size}`,
    cancel: "Cancel",
    again: "Try again",
    fetching: "Fetching the model",
    progress: (part: string, have: string, size: string) => `${part}, ${have} of ${size}`,
    opening: "Opening the model …",
    ready: (name: string) => `${name} runs in this browser.`,
    readyIn: (name: string, seconds: string, on: string) =>
      `${name} runs in this browser: ready after ${seconds} s, ${on}.`,
    onCard: "on the graphics card (WebGPU)",
    onProcessor: (threads: number) =>
      `on the processor, ${threads === 1 ? "1 thread" : `${threads} threads`}`,
    cardFailed: "The graphics card (WebGPU) was tried and did not serve: it is the processor.",
    alone: "It goes on without the server, and after a reload too.",
    stays: "Beam search, Inside, Train and Lessons still ask the server.",
    forget: (size: string) => `Remove it from this browser (${size})`,
    liveRun: (time: string, ms: string) => `Run in this browser at ${time}, ${ms}.`,
    exact:
      "These are the model’s own weights, 16 bits each, computed in fp32: the last digits may differ from the server’s.",
  },
};
