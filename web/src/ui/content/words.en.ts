// The words of a folder of one's own: on the shelf, and where something is added.

import { count } from "../../core/text/numbers";

export const folder = {
  name: (name: string) => `From the folder “${name}”`,
  kinds: { tasks: "Tasks", lessons: "Lessons", runs: "Runs", datasets: "Questions to measure" },
  items: (n: number | null) => {
    if (n === null) return "its columns are chosen in Measure";
    return n === 1 ? "1 question" : `${count(n)} questions`;
  },
  faults: (n: number) =>
    n === 1 ? "1 thing in it is not shown" : `${count(n)} things in it are not shown`,
  at: (line: number | null) => (line === null ? ": " : `, line ${line}: `),
  again: "Read the folder again",
  failed: "The folder could not be read. Try again, or reload the page.",
  empty: "Nothing is in it yet.",
  file: "Name of its file",
  fileHelp: "Small letters, digits and hyphens.",
  title: "Title",
  saveTask: (name: string) => `Save in ${name}`,
  saved: (file: string) => `Saved as ${file}.`,
};
