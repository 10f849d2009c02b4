// The words of the kept runs of Prompt.

import { bytes, count } from "../../../core/text/numbers";

const runs = (n: number) => (n === 1 ? "1 run" : `${count(n)} runs`);
const tokens = (n: number) => (n === 1 ? "1 token" : `${count(n)} tokens`);

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
    damaged: (n: number) =>
      `${runs(n)} that an earlier version of this page kept ${n === 1 ? "was damaged and has" : "were damaged and have"} been left out.`,
    tooLarge: "This browser has no room for the last run; it was not kept.",
    imported: (n: number, known: number, left: number) =>
      `${runs(n)} added from the file${known === 0 ? "" : `; ${runs(known)} of it were here already`}.` +
      (left === 0
        ? ""
        : ` There is no room for ${runs(left)} of it: remove some, then add it again.`),
    size: (size: number, most: number) =>
      `The file has ${bytes(size)}; ${bytes(most)} at most were expected. Nothing was added.`,
    run: "A run kept in this browser",
  },
};
