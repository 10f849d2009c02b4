// What was run is kept when it ends; what is kept can be opened again, as the file of a run is.

import { addressOf, type KeptRun } from "./keptRun";
import { MOST_FILE } from "./keptFile";
import { RunHistory } from "./history.svelte";
import { withValue } from "../../../core/address/url";
import type { WrittenRun } from "../../../core/runFile/runs";
import { preferences } from "../../../state/preferences.svelte";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { server } from "../../../state/server.svelte";
import { write } from "../address";
import { columnOf, type ReadColumn } from "../saved/columns";
import { writtenRun } from "../saved/writtenRun";
import type { Column } from "../writing/column.svelte";
import { Sample, type Made } from "../writing/sample.svelte";
import { prompt } from "../state.svelte";

class Reopened {
  readonly history = new RunHistory();
  #seen: readonly unknown[] = []; // the parts that are kept already
  #of: { made: Made; at: Date } | null = null; // the run on the page

  readonly columns = $derived(
    [prompt.column, ...(prompt.isBeside ? [prompt.beside.column] : [])].filter(
      ({ made }) => made !== null,
    ),
  );

  /** Keeps the run on the page as it stands; nothing where that is kept, or nothing is written. */
  async keep(): Promise<void> {
    const { columns } = this;
    const parts = columns.flatMap(({ samples }) => samples.map((sample) => sample.parts));
    const made = columns[0]?.made;
    const same = parts.every((item, i) => item === this.#seen[i]);
    if (made == null || parts.flat().length === 0 || (same && this.#of?.made === made)) return;
    this.#seen = parts;
    if (this.#of?.made !== made) this.#of = { made, at: new Date() };
    else if (runFiles.isShown) runFiles.leave(); // a person went on from there
    const run = await writtenRun(columns, this.#of.at);
    if (run !== null) await this.history.save(run);
  }

  /** After a reload: the latest run, where the address asks for what it was made with. */
  async recall(): Promise<void> {
    await this.history.open();
    const [latest] = this.history.heads;
    if (latest === undefined || latest.query === "") return;
    if (this.columns.length > 0 || runFiles.opened !== null) return;
    const request = prompt.toQuery();
    const shown = withValue(`?${request.toString()}`, "model", server.model?.id ?? null);
    if (sorted(shown) === sorted(latest.query)) await this.show(latest.id);
  }

  async show(id: string): Promise<void> {
    const run: KeptRun | null = await this.history.run(id);
    if (run === null) return;
    const name = preferences.words.runHistory.run;
    await runFiles.open(name, new Blob([run.bytes]), null, MOST_FILE);
  }

  /** Shows a run as it was. */
  open(run: WrittenRun): void {
    const [first, second] = run.question.columns.flatMap((column, at) => {
      const [written, model] = [run.results.columns[at], run.models[column.model]];
      return written === undefined || model === undefined ? [] : [columnOf(column, written, model)];
    });
    if (first === undefined) return;
    prompt.stop();
    prompt.beside.column.clear();
    const { model, ...address } = addressOf(run);
    const here = server.models.some(({ id }) => id === model) ? { model: model ?? null } : {};
    prompt.adopt(write({ ...address, ...here }), true);
    show(prompt.column, first);
    if (second !== undefined) show(prompt.beside.column, second);
    this.#seen = this.columns.flatMap(({ samples }) => samples.map((sample) => sample.parts));
    // What a person changes of it from here on is kept as another run.
    this.#of = { made: first.made, at: new Date() };
  }
}

/** An address's query, whatever the order it is written in. */
function sorted(query: string): string {
  return query.replace(/^\?/, "").split("&").sort().join("&");
}

function show(column: Column, { made, samples }: ReadColumn): void {
  column.show(
    made,
    samples.map(({ parts, reason }, i) => {
      const sample = new Sample(made, i);
      sample.restore(parts, reason);
      return sample;
    }),
  );
}

export const reopened = new Reopened();
