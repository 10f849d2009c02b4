// The words of the kept runs of Prompt.

import { bytes, count } from "../../../core/text/numbers";
import type { Expected } from "./shape";
import { outcome } from "../../../words/repeated.en";

const runs = (n: number) => (n === 1 ? "1 run" : `${count(n)} runs`);
const tokens = (n: number) => (n === 1 ? "1 token" : `${count(n)} tokens`);

function expected(request: Expected): string {
  if (request.kind === "text") return `a text of at most ${count(request.most)} characters`;
  if (request.kind === "list") return `a list of at most ${count(request.most)}`;
  if (request.kind === "number") return `a number from ${request.min} to ${request.max}`;
  if (request.kind === "whole") return `a whole number from ${request.min} to ${request.max}`;
  if (request.kind === "choice") return `one of ${request.of.join(", ")}`;
  return request.kind === "flag" ? "true or false" : "an object";
}

export const runHistory = {
  runHistory: {
    open: (n: number) => (n === 0 ? "History" : `History (${count(n)})`),
    title: "Runs in this browser",
    about:
      "The last 200 runs, kept in this browser alone. They are not sent to the server, and clearing the browser’s data removes them.",
    none: "Nothing is kept yet. A run is kept when it ends.",
    unavailable: "This browser keeps nothing for this page, so runs are not kept.",
    of: (models: string, written: string) => `${models} · ${written}`,
    tokens,
    remove: "Remove",
    removeRun: (time: string) => `Remove the run of ${time}`,
    clear: "Clear all",
    sureClear: (n: number) => `Really remove ${runs(n)}`,
    keep: "Keep them",
    save: "Save as a file",
    take: "Add from a file",
    adding: "Adding the runs of the file …",

    dropped: {
      bound: (n: number) => `The history was full: ${runs(n)}, the oldest, dropped.`,
      quota: (n: number) =>
        `This browser has no more room for the page: ${runs(n)}, the oldest, dropped.`,
    },
    tooLarge: "This browser has no room for the last run; it was not kept.",
    imported: (n: number, known: number, left: number) =>
      `${runs(n)} added from the file${known === 0 ? "" : `; ${runs(known)} of it were here already`}.` +
      (left === 0
        ? ""
        : ` There is no room for ${runs(left)} of it: remove some, then add it again.`),
    fault: {
      size: (size: number, most: number) =>
        `The file has ${bytes(size)}; ${bytes(most)} at most were expected. Nothing was added.`,
      json: "The file is not JSON. A file saved here was expected; nothing was added.",
      shape: (at: string, request: Expected) =>
        `The file is not a history of runs: at ${at === "" ? "its beginning" : at}, ${expected(request)} was expected. Nothing was added.`,
    },

    shown: (time: string) => `A run of ${time}, shown as it was.`,
    weights: (digest: string) => `Weights ${digest}.`,
    gone: (models: string) =>
      `Not on this server any more: ${models}. The run can be read, and not be run again.`,
    again: "Run again",
    running: "Running again …",
    outcome,
    other: (column: number, sample: number, token: number, two: boolean) =>
      `Not the same: sample ${sample}${two ? ` of column ${column}` : ""} differs from token ${count(token)} on.`,
    changed: (n: number) =>
      n === 1
        ? "One sample was changed or continued by hand; it was compared up to there."
        : `${n} samples were changed or continued by hand; they were compared up to there.`,
    because: {
      digest: (then: string, now: string) =>
        `The model’s weights are others: ${then} then, ${now} now.`,
      precision: "It is computed in another precision now.",
      where: "It was computed in another place: the browser and the server round differently.",
      unknown: "Weights, precision and place are the same; the program may be another version.",
    },
  },
};
