// The run of a view as a file: each view says what it saves, and how it shows what is opened.

import { VIEWS, type View } from "../../core/address/views";
import type { RunFault } from "../../core/runFile/form";
import type { RunOf, RunView, SavedRun } from "../../core/runFile/runs";
import type { RunComparison } from "../../core/runFile/sameness";
import { download } from "../../core/text/save";
import { route } from "../route.svelte";

export const ENDING = ".shotglass";

/** How a view keeps its run; reading a file runs nothing. */
export interface RunKeeper<Run extends SavedRun = SavedRun> {
  /** What stands there now; null while there is nothing whole. */
  save(): Promise<SavedRun | null>;
  open(run: Run): void;
  /** What a page by itself holds of a lesson, whose state is not enough. */
  lesson?: (run: SavedRun) => Promise<string>;
  /** What its file is called by, where the view's name says too little. */
  name?: string;
  /** Asks the same of the models that are here; null where nothing can be asked. Rejects with
   * ApiError. */
  again: ((run: Run) => Promise<RunComparison>) | null;
  /** The run that is opened is not shown any more. */
  close(): void;
}

interface Opened {
  name: string; // of the file
  id: string | null; // in the folder of one's own
  run: SavedRun;
}

/** Where a run is shown. */
const viewOf = (view: RunView): View => (view === "fill" ? "prompt" : view);

/** What the view's state is read from; empty where the run says it in another way. */
function addressOf({ question }: SavedRun): string {
  return "address" in question ? question.address : "";
}

class RunFiles {
  opened = $state.raw<Opened | null>(null);
  fault = $state.raw<{ name: string; fault: RunFault } | null>(null);
  #keepers = $state.raw<Partial<Record<RunView, RunKeeper>>>({}); // by what they keep
  #waiting: Opened | null = null; // for its view, which is being fetched

  /** Whether the run that was opened is of the open view. */
  readonly isShown = $derived(this.opened !== null && viewOf(this.opened.run.view) === route.view);

  /** What the open view keeps its run with. */
  readonly keeper = $derived(
    this.#keepers[(this.isShown ? this.opened?.run.view : undefined) ?? (route.view as RunView)] ??
      null,
  );

  /** A view says here, when it is fetched, how it keeps its run. */
  serve<V extends RunView>(view: V, keeper: RunKeeper<RunOf<V>>): void {
    this.#keepers = { ...this.#keepers, [view]: keeper as RunKeeper };
    const waiting = this.#waiting;
    if (waiting?.run.view === view) this.#show(waiting, keeper as RunKeeper);
  }

  /** Hands the person the file, or with a `language` the page that shows it in it. A run that is too
   * large, or not there, is a fault. */
  async save(language: string | null = null): Promise<void> {
    this.fault = null;
    const { keeper } = this;
    const { RunFileError, written } = await import("../../core/runFile/form");
    const of = keeper?.name ?? route.view;
    const name = `shotglass-${of}${language === null ? ENDING : ".html"}`;
    const run = (await keeper?.save()) ?? null;
    if (run === null) {
      this.fault = { name, fault: { kind: "empty" } };
      return;
    }
    try {
      if (language === null) download(name, written(run), "application/json");
      else {
        const { savedPage } = await import("../../core/runFile/page");
        const text = await savedPage(language, written(run), keeper?.lesson?.(run));
        download(name, text, "text/html");
      }
    } catch (error) {
      if (!(error instanceof RunFileError)) throw error;
      this.fault = { name, fault: error.fault };
    }
  }

  /** Reads a run and shows it in its view; what is no run leaves all as it was. `most`: bytes, where
   * the run is larger than a file of others may be. */
  async open(name: string, data: Blob, id: string | null = null, most?: number): Promise<void> {
    const { MOST_BYTES, read, RunFileError } = await import("../../core/runFile/form");
    this.fault = null;
    try {
      if (data.size > (most ?? MOST_BYTES))
        throw new RunFileError({ kind: "size", bytes: data.size });
      const run = read(new Uint8Array(await data.arrayBuffer()), most);
      const { view } = run;
      if (!VIEWS.has(viewOf(view))) throw new RunFileError({ kind: "view", view });
      this.close();
      this.#go({ name, id, run });
    } catch (error) {
      if (!(error instanceof RunFileError)) throw error;
      this.fault = { name, fault: error.fault };
    }
  }

  /** The view's own state was not read from its address. */
  async #refuse(name: string, address: string): Promise<void> {
    const { Misshapen } = await import("../../core/runFile/form");
    const fault = new Misshapen("question.address", { kind: "address" }, address);
    this.fault = { name, fault: { kind: "shape", fault } };
  }

  #go(opened: Opened): void {
    const { view } = opened.run;
    const address = addressOf(opened.run);
    const keeper = this.#keepers[view];
    if (keeper === undefined) this.#waiting = opened;
    if (route.view !== viewOf(view) || address !== "")
      route.go(viewOf(view), new URLSearchParams(address));
    if (keeper !== undefined) this.#show(opened, keeper);
  }

  #show(opened: Opened, keeper: RunKeeper): void {
    this.#waiting = null;
    const address = addressOf(opened.run);
    if (address !== "" && route.badLink) {
      route.badLink = false;
      void this.#refuse(opened.name, address);
      return;
    }
    this.opened = opened;
    keeper.open(opened.run);
  }

  /** A person wants it away. */
  close(): void {
    const view = this.opened?.run.view;
    this.leave();
    if (view !== undefined) this.#keepers[view]?.close();
  }

  /** A person goes on from there, or to something else. */
  leave(): void {
    [this.opened, this.#waiting] = [null, null];
  }

  forget(): void {
    this.fault = null;
  }
}

export const runFiles = new RunFiles();
