// What an element names, read as the page reads a file, and drawn.

import { mount, unmount, type Component } from "svelte";
import { Misshapen, MOST_BYTES, read, RunFileError } from "../core/runFile/form";
import type { RunView, SavedRun } from "../core/runFile/runs";
import { CONTEXT } from "./preferences";
import Run from "./Run.svelte";
import type { FigureWords } from "./words.en";

const FILE = /([^/?#]*)(?:[?#].*)?$/; // the last part of an address
const WORDS = {
  en: async () => (await import("./words.en")).en,
  zh: async () => (await import("./words.zh")).zh,
};
type Language = keyof typeof WORDS;

/** A view's drawings, fetched when a run is one of it. */
interface View {
  default: Component<{ run: never }>;
  words: Record<Language, () => Promise<object>>; // that they need beside those of every figure
  opens?: (address: string) => unknown; // throws Error for an address that is none
}

const VIEWS: Record<Exclude<RunView, "lessons"> | "causes", () => Promise<View>> = {
  compare: () => import("./views/Compared.svelte"),
  prompt: () => import("./views/Written.svelte"),
  fill: () => import("./views/Filled.svelte"),
  decode: () => import("./views/Next.svelte"),
  inside: () => import("./views/Inspected.svelte"),
  measure: () => import("./views/Measured.svelte"),
  causes: () => import("./views/Caused.svelte"),
};

/** Draws into `root`, first that it is being read; what is returned takes all away again. */
export function draw(element: HTMLElement, root: HTMLElement): () => void {
  const abort = new AbortController();
  let drawn: object | null = null;
  const put = (words: object, props: object) => {
    if (abort.signal.aborted) return;
    if (drawn !== null) void unmount(drawn);
    drawn = mount(Run, { target: root, props, context: new Map([[CONTEXT, words]]) });
  };
  void drawAll(element, root, put, abort.signal);
  return () => {
    abort.abort();
    if (drawn !== null) void unmount(drawn);
  };
}

async function drawAll(
  element: HTMLElement,
  root: HTMLElement,
  put: (words: object, props: object) => void,
  signal: AbortSignal,
): Promise<void> {
  const language = languageOf(element);
  const words = await WORDS[language]();
  root.lang = words.figures.lang;
  put(words, {});
  const src = element.getAttribute("src");
  const name = FILE.exec(src ?? "")?.[1] || words.figures.inline;
  try {
    const data = await (src === null ? inline(element) : fetched(src, signal));
    if (data === null) return put(words, { fault: words.figures.noRun });
    const run = read(data);
    if (run.view === "lessons") return put(words, { fault: words.figures.lesson });
    const isSearch = run.view === "measure" && run.results.kind !== "measurement";
    const view = await VIEWS[isSearch ? "causes" : run.view]();
    checkAddress(view, run);
    put({ ...words, ...(await view.words[language]()) }, { run, Drawing: view.default });
  } catch (error) {
    put(words, { fault: faultOf(error, name, words) });
  }
}

function faultOf(error: unknown, name: string, { figures, openedRun }: FigureWords): string {
  return error instanceof RunFileError
    ? openedRun.fault(name, error.fault)
    : figures.notFetched(name);
}

function languageOf(element: HTMLElement): Language {
  const own = element.closest<HTMLElement>("[lang]")?.lang ?? navigator.language;
  return own.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Throws RunFileError for an address that the view does not read. */
function checkAddress({ opens }: View, { question }: SavedRun): void {
  if (!("address" in question)) return;
  try {
    opens?.(question.address);
  } catch {
    const fault = new Misshapen("question.address", { kind: "address" }, question.address);
    throw new RunFileError({ kind: "shape", fault });
  }
}

/** The run that stands in the element, once the page around it is read; null where there is none. */
async function inline(element: HTMLElement): Promise<Uint8Array | null> {
  if (document.readyState === "loading")
    await new Promise((resolve) => {
      document.addEventListener("DOMContentLoaded", resolve, { once: true });
    });
  const text = element.querySelector('script[type="application/json"]')?.textContent;
  return text == null ? null : new TextEncoder().encode(text.trim());
}

/** Rejects where the address does not answer, or not with a file. */
async function fetched(src: string, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await fetch(new URL(src, document.baseURI), { signal });
  if (!answer.ok) throw new Error(String(answer.status));
  const bytes = Number(answer.headers.get("Content-Length"));
  if (bytes > MOST_BYTES) throw new RunFileError({ kind: "size", bytes });
  return new Uint8Array(await answer.arrayBuffer());
}
