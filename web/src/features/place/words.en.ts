// Where a run is computed: the switch, and a model on its way into the browser.

import { count } from "../../core/text/numbers";

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
    missing: (id: string, used: string) =>
      `This link is of the model “${id}”, which is not here; shown with ${used}. Import it (Models says how) and reload this page, or choose another model.`,
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
    kept: "These are the model’s own weights, 16 bits each, computed in fp32: the last digits may differ from the server’s.",
  },
};
