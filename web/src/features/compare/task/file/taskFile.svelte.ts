// Opening a task from a file: checked, never run by itself, and the task before it can come back.

import { isFault, MOST_BYTES, readTask, type TaskFault } from "./taskFile";
import { draft } from "../../../../state/draft.svelte";
import { history } from "../history.svelte";
import { ENDING } from "../../../../state/runFile/runFiles.svelte";
import { play } from "../../question/play.svelte";
import { comparison } from "../../comparison.svelte";

class TaskFile {
  fault = $state.raw<TaskFault | null>(null);
  name = $state("");
  over = $state(false); // a file is held over the place it may be dropped on

  async open(file: File): Promise<void> {
    this.name = file.name;
    const read =
      file.size > MOST_BYTES
        ? { kind: "size" as const, bytes: file.size }
        : readTask(await file.text());
    this.fault = isFault(read) ? read : null;
    if (isFault(read)) return;
    play.stop();
    comparison.stop();
    history.step({ kind: "file", name: file.name }, () => draft.take(read));
    draft.fromLink = true; // whoever wrote it, a person starts it
    comparison.missing = false;
    void comparison.show();
  }

  /** Lets files be dropped on `element`. */
  readonly target = (element: HTMLElement): (() => void) => {
    const events = new AbortController();
    const on = (type: "dragover" | "dragleave" | "drop", listen: (event: DragEvent) => void) => {
      element.addEventListener(type, listen, { signal: events.signal });
    };
    on("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.over = true;
    });
    on("dragleave", (event) => {
      if (!element.contains(event.relatedTarget as Node | null)) this.over = false;
    });
    on("drop", (event) => {
      this.over = false;
      const [file] = event.dataTransfer?.files ?? [];
      if (file === undefined || file.name.endsWith(ENDING)) return; // a run is the page's
      event.preventDefault();
      void this.open(file);
    });
    return () => events.abort();
  };
}

export const taskFile = new TaskFile();
