// The runs of Prompt that this browser keeps: bounded, the oldest dropped first, the same in all tabs.

import { RunDatabase } from "./database";
import type { WrittenRun } from "../../../core/runFile/runs";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { FileError, MOST_RUNS, readFile, type ReadRun } from "./keptFile";
import { bytesOf, headOf, type Head, type KeptRun } from "./keptRun";

const MOST_BYTES = 64e6;

type Remark =
  | { kind: "dropped"; why: "bound" | "quota"; runs: number }
  | { kind: "damaged"; runs: number }
  | { kind: "imported"; runs: number; known: number; left: number }
  | { kind: "tooLarge" }
  | { kind: "size"; bytes: number };

export class RunHistory {
  heads = $state.raw<readonly Head[]>([]); // newest first
  remark = $state.raw<Remark | null>(null);
  unavailable = $state(false); // the browser keeps nothing for this page
  adding = $state(false); // the runs of a file, one after another: `remark` is complete when it ends
  #database: Promise<RunDatabase> | null = null;
  #tabs: BroadcastChannel | null = null;
  #line: Promise<void> = Promise.resolve();

  /** The list as it is, and as other tabs change it from now on. */
  async open(): Promise<void> {
    this.#tabs ??= this.#listen();
    await this.#guarded(async (database) => (this.heads = await database.heads()));
  }

  /**
   * Keeps a run, in place of the one that was made then; the oldest go where there is no room. One after
   * another: what was asked last is what is kept.
   */
  save(run: WrittenRun): Promise<void> {
    const saved = this.#line.then(() =>
      this.#guarded(async (database) => {
        await this.#put(database, { run, bytes: await bytesOf(run) });
        await this.#bound(database, run.made);
        await this.#tell(database);
      }),
    );
    this.#line = saved.catch(() => undefined);
    return saved;
  }

  async run(id: string): Promise<KeptRun | null> {
    let result: KeptRun | undefined;
    await this.#guarded(async (database) => (result = await database.run(id)));
    return result ?? null;
  }

  async remove(id: string): Promise<void> {
    await this.#guarded(async (database) => {
      await database.remove(id);
      await this.#tell(database);
    });
  }

  async clear(): Promise<void> {
    this.remark = null;
    await this.#guarded(async (database) => {
      await database.clear();
      await this.#tell(database);
    });
  }

  /** All runs as one file, a line each; null where the browser keeps nothing. */
  async file(): Promise<Blob | null> {
    const runs = await Promise.all(this.heads.map(({ id }) => this.run(id)));
    if (this.unavailable) return null;
    const type = "application/jsonl";
    return new Blob(
      runs.flatMap((run) => (run === null ? [] : [run.bytes])),
      { type },
    );
  }

  /** Adds the runs of a file, the newest first, as far as there is room: what is here stays. */
  async take(file: File): Promise<void> {
    [this.remark, this.adding] = [null, true];
    try {
      await this.#add(await readFile(file));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const { fault, place } = error;
      if (fault.kind === "size") this.remark = fault;
      else runFiles.fault = { name: `${file.name}:${place}`, fault };
    } finally {
      this.adding = false;
    }
  }

  async #add(runs: readonly ReadRun[]): Promise<void> {
    await this.open(); // whatever was removed meanwhile is not here
    const fresh = runs.filter(({ run }) => !this.heads.some(({ id }) => id === run.made));
    let added = 0;
    for (const read of fresh.toSorted((a, b) => (a.run.made < b.run.made ? 1 : -1))) {
      if (!(await this.#addOne(read))) break;
      added += 1;
    }
    if (this.unavailable) return;
    const counts = { known: runs.length - fresh.length, left: fresh.length - added };
    this.remark = { kind: "imported", runs: added, ...counts };
  }

  /** Whether there was room. */
  async #addOne({ run, bytes: own }: ReadRun): Promise<boolean> {
    let added = false;
    const saved = this.#line.then(() =>
      this.#guarded(async (database) => {
        const head = headOf(run, own.length);
        const heads = await database.heads();
        const bytes = heads.reduce((sum, item) => sum + item.bytes, head.bytes);
        if (heads.length >= MOST_RUNS || bytes > MOST_BYTES) return;
        added = await database.put({ id: head.id, bytes: own }, head).then(() => true, refusedFor);
        await this.#tell(database);
      }),
    );
    this.#line = saved.catch(() => undefined);
    await saved;
    return added;
  }

  async #put(database: RunDatabase, { run, bytes }: ReadRun): Promise<void> {
    const head = headOf(run, bytes.length);
    const oldest = (await database.heads()).filter(({ id }) => id !== head.id);
    for (let dropped = 0; ; dropped++) {
      try {
        await database.put({ id: head.id, bytes }, head);
        this.#dropped("quota", dropped);
        return;
      } catch (error) {
        const last = oldest.pop();
        if (!isFull(error)) throw error;
        if (last === undefined) {
          this.remark = { kind: "tooLarge" };
          return;
        }
        await database.remove(last.id);
      }
    }
  }

  /** Never the run with this id, which was just kept. */
  async #bound(database: RunDatabase, id: string): Promise<void> {
    const heads = await database.heads();
    let bytes = 0;
    const over = heads.filter((head, i) => {
      bytes += head.bytes;
      return head.id !== id && (i >= MOST_RUNS || bytes > MOST_BYTES);
    });
    for (const head of over) await database.remove(head.id);
    this.#dropped("bound", over.length);
  }

  /** Said together with those that were dropped just before, as by the same file. */
  #dropped(why: "bound" | "quota", runs: number): void {
    if (runs === 0) return;
    const { remark } = this;
    const before = remark?.kind === "dropped" && remark.why === why ? remark.runs : 0;
    this.remark = { kind: "dropped", why, runs: before + runs };
  }

  async #tell(database: RunDatabase): Promise<void> {
    this.heads = await database.heads();
    this.#tabs?.postMessage(null);
  }

  #listen(): BroadcastChannel {
    const tabs = new BroadcastChannel("shotglass.prompt");
    tabs.onmessage = () => {
      void this.#guarded(async (database) => (this.heads = await database.heads()));
    };
    return tabs;
  }

  async #opened(): Promise<RunDatabase> {
    const database = await RunDatabase.open();
    const { damaged: runs } = database;
    if (runs > 0) this.remark = { kind: "damaged", runs };
    return database;
  }

  async #guarded(work: (database: RunDatabase) => Promise<unknown>): Promise<void> {
    try {
      this.#database ??= this.#opened();
      await work(await this.#database);
      this.unavailable = false;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      [this.#database, this.unavailable] = [null, true]; // opened anew with the next run
    }
  }
}

/** False for a browser that is full; other errors are thrown again. */
function refusedFor(error: unknown): false {
  if (!isFull(error)) throw error;
  return false;
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
