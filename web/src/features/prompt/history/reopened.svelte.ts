// What was run is kept when it ends; what is kept can be shown again as it was, and be run again.

import { isAbort, manifest } from "../../../core/api/api";
import { weightsDigest } from "../../../core/models/manifest";
import { server } from "../../../state/server.svelte";
import { place } from "../../../state/place.svelte";
import { withValue } from "../../../core/address/url";
import { write } from "../address";
import type { Column } from "../writing/column.svelte";
import { Sample, type Made } from "../writing/sample.svelte";
import { prompt } from "../state.svelte";
import { RunHistory } from "./history.svelte";
import { addressOf, packed, unpacked, type KeptColumn, type KeptRun } from "./keptRun";
import { sameness, type KeptSameness } from "./sameness";

/** How what answers now differs from what answered then. */
export interface Changed {
  digest: [then: string, now: string] | null;
  precision: boolean;
  where: boolean;
}

class Reopened {
  readonly history = new RunHistory();
  run = $state.raw<KeptRun | null>(null); // that is shown as it was, or was repeated
  result = $state.raw<{ sameness: KeptSameness; changed: Changed } | null>(null);
  #seen: readonly unknown[] = []; // the parts that are kept already
  #of: { made: Made; id: string; at: string } | null = null; // the run on the page

  readonly columns = $derived(
    [prompt.column, ...(prompt.isBeside ? [prompt.beside.column] : [])].filter(
      ({ made }) => made !== null,
    ),
  );

  /** The names of the models of the run that are not on this server. */
  readonly gone = $derived(
    (this.run?.columns ?? [])
      .map(({ made }) => made)
      .filter(({ of }) => server.models.length > 0 && !isInstalled(of.model))
      .map(({ model }) => model),
  );

  /** Keeps the run on the page as it stands; nothing where that is kept, or nothing is written. */
  async keep(): Promise<void> {
    const { columns } = this;
    const parts = columns.flatMap(({ samples }) => samples.map((sample) => sample.parts));
    const made = columns[0]?.made;
    const same = parts.every((item, i) => item === this.#seen[i]);
    if (made == null || parts.flat().length === 0 || (same && this.#of?.made === made)) return;
    this.#seen = parts;
    if (this.#of?.made === made)
      this.leave(); // a person went on from there
    else {
      const at = new Date().toISOString();
      this.#of = { made, at, id: `${at}-${Math.random().toString(36).slice(2)}` };
    }
    const { id, at } = this.#of;
    const stored = columns.map((column) => ({
      made: plain(column.made),
      ...packed(column.samples),
    }));
    const digests = await Promise.all(columns.map((column) => digestOf(column.made?.of.model)));
    const whole = stored.map((column, i) => ({ ...column, digest: digests[i] ?? null }));
    await this.history.save({ id, at, columns: whole as KeptColumn[] });
  }

  /** After a reload: the latest run, where the address asks for what it was made with. */
  async recall(): Promise<void> {
    await this.history.open();
    const [latest] = this.history.heads;
    if (latest === undefined || latest.query === "" || this.columns.length > 0) return;
    const request = prompt.toQuery();
    const shown = withValue(`?${request.toString()}`, "model", server.model?.id ?? null);
    if (sorted(shown) === sorted(latest.query)) await this.show(latest.id);
  }

  async show(id: string): Promise<void> {
    const run = await this.history.run(id);
    if (run === null) return;
    this.open(run);
    this.run = run;
  }

  /** Shows a run as it was; one of a file says so by itself. */
  open(run: KeptRun): void {
    const [first, second] = run.columns;
    if (first === undefined) return;
    prompt.stop();
    prompt.beside.column.clear();
    const { model, ...address } = addressOf(run);
    const here = model != null && isInstalled(model) ? { model } : {};
    prompt.adopt(write({ ...address, ...here }), true);
    show(prompt.column, first);
    if (second !== undefined) show(prompt.beside.column, second);
    this.leave();
    this.#seen = this.columns.flatMap(({ samples }) => samples.map((sample) => sample.parts));
    // What a person changes of it from here on is kept as another run.
    this.#of = { made: first.made, id: `${run.id}+${Date.now()}`, at: new Date().toISOString() };
  }

  /** Writes it from the beginning, and compares. */
  async again(): Promise<void> {
    const { run } = this;
    if (run === null) return;
    this.result = null;
    const columns = [prompt.column, prompt.beside.column];
    const works = run.columns.map(({ made }, i) => columns[i]?.run(now(made)));
    await Promise.all(works);
    if (this.run !== run || this.columns.some(({ status }) => status !== "done")) return;
    const fresh = this.columns.map(({ samples }) => samples.map((sample) => sample.parts));
    this.result = { sameness: sameness(run.columns, fresh), changed: await this.#changed(run) };
  }

  /** Another run was started, and nothing is shown as it was. */
  leave(): void {
    [this.run, this.result] = [null, null];
  }

  async #changed(run: KeptRun): Promise<Changed> {
    const digests = await Promise.all(run.columns.map(({ made }) => digestOf(made.of.model)));
    const at = run.columns.findIndex(({ digest }, i) => digest !== null && digest !== digests[i]);
    const [then, after] = [run.columns[at]?.digest ?? null, digests[at] ?? null];
    const differs = (key: (made: Made) => string) =>
      run.columns.some(({ made }, i) => {
        const today = this.columns[i]?.made;
        return today != null && key(today) !== key(made);
      });
    return {
      digest: then === null || after === null ? null : [then, after],
      precision: differs(({ numbers }) => numbers.as),
      where: differs(({ where }) => where),
    };
  }
}

/** An address's query, whatever the order it is written in. */
function sorted(query: string): string {
  return query.replace(/^\?/, "").split("&").sort().join("&");
}

function isInstalled(model: string): boolean {
  return server.models.some(({ id }) => id === model);
}

function show(column: Column, stored: KeptColumn): void {
  const parts = unpacked(stored);
  const samples = stored.samples.map(({ reason }, i) => {
    const sample = new Sample(stored.made, i);
    sample.restore(parts[i] ?? [], reason);
    return sample;
  });
  column.show(stored.made, samples);
}

/** The same request, computed where its model is now. */
function now(made: Made): Made {
  const here = place.engineOf(made.of.model) !== null;
  if (!here) return { ...made, where: "computer" };
  return { ...made, where: "browser", numbers: place.numbers };
}

/** The sha256 of a model's own weights; null without a server that knows it. */
async function digestOf(model: string | undefined): Promise<string | null> {
  if (model === undefined) return null;
  try {
    return weightsDigest(await manifest(model));
  } catch (error) {
    if (isAbort(error)) throw error;
    return null; // the run is kept without it
  }
}

function plain(made: Made | null): unknown {
  return JSON.parse(JSON.stringify(made));
}

export const reopened = new Reopened();
