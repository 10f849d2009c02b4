// What stands on every view: names, navigation, preferences, the state of the server.

import type { TaskWords } from "../core/gallery/taskWords";

export function examples(k: number): string {
  return k === 0 ? "no example" : k === 1 ? "1 example" : `${k} examples`;
}

const NUMBERS = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
];

/** As a sentence says it: `four`; figures above ten. */
export function inWord(n: number): string {
  return NUMBERS[n] ?? String(n);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const list = (items: readonly string[]) => items.join(", ");

export const common = {
  lang: "en",
  name: "Shotglass",
  mainNavigation: "Views",
  language: "Language",
  skip: "Skip to the content",
  theme: { toDark: "Dark", toLight: "Light", title: "Change to the other colours" },
  copyLink: {
    copy: "Copy link",
    copied: "Copied",
    notCopied: "Not copied",
    title: "Copy the address of what is shown, with its model and precision",
    tooLong: "Too long for a link: save the task as a file instead",
  },
  runFile: {
    name: "Save or open as a file",
    save: "Save run",
    savePage: "Save as page",
    open: "Open a run …",
    help: "A .shotglass file can also be dropped on the page, or pasted.",
    pick: "A file that ends in .shotglass",
  },
  model: "Model",
  menu: "Menu",
  samePrompt: (k: number, shown: string | null) =>
    `Same prompt: ${examples(k)}${shown === null || k === 0 ? "" : ` of ${shown}`}`,
  /** What the examples of a set show: the set says it alone where sets are kinds of examples. */
  shownBy: ({ title, differIn }: Pick<TaskWords, "title" | "differIn">, set: string) =>
    differIn === "Examples of" ? set : `${title}, ${set}`,
  aboutModel: "About this model",
  allModels: "All models and training runs",
  list,
  quote: (text: string) => `“${text}”`,
  opening: "Opening …",
  notFetched:
    "This view could not be fetched: the server does not answer. Start it and reload the page.",
  server: {
    connecting: "Looking for the server …",
    site: "This site has no server: what stands here is recorded, and the small models of the menu answer in your browser. Everything else is in a Shotglass of your own: make demo, in a checkout of its source.",
    locked:
      "This server asks for a key. Type it here, or open the page by the address that the server printed when it started: it ends in ?token=…",
    key: "Key",
    sendKey: "Open",
    noKey: "This is not the key of this server, or not all of it.",
    loading: (name: string) => `${name} is being loaded. This takes a few seconds, once.`,
    loadingAny: "The model is being loaded. This takes a few seconds, once.",
    none: "No model is installed yet.",
    noneHelp: "Install one on the command line, then reload this page:",
    noneCommand: "shotglass import smollm2-135m",
    failed: (name: string) => `${name} could not be loaded.`,
    unreachable:
      "The server does not answer. It may have been stopped; start it again and try again.",
    streamEnded: "The stream broke off before the end. Please try again.",
    queueFull: "The server is busy with other runs. Try again in a moment.",
  },
};

// What went wrong, in words: the server's problem codes and the faults of a prompt.

export const problems = {
  /** A refusal by its code (`backend/shotglass/errors.py`); `detail` is the server's sentence. */
  problem: (_code: string, detail: string) => detail,
  /** A fault of the prompt by the field it points at; `detail` is the sentence of the check. */
  fault: (_pointer: string, detail: string) => detail,
};

// The words of recorded runs, and of what stands between a person and a live one.

export const recorded = {
  recorded: {
    model: (name: string) => `${name}, recorded`,
    run: (date: string, digest: string, name: string) => `Recorded ${date} · ${digest} · ${name}`,
    on: (date: string) => `Recorded ${date}`,
    partly: (live: string, n: number, of: number, date: string) =>
      `${live} ${n} of ${of} prompts recorded ${date}.`,
    digestHelp: (digest: string, precision: string, engine: string) =>
      `sha256 ${digest}, ${precision}, ${engine}`,
    lane: "recorded",
    spoken: "Recorded.",
    missingNow: "This is not among the recorded runs. It runs as soon as a model is ready.",
  },
};
