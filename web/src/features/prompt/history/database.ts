// The kept runs in this browser's IndexedDB: heads for the list, whole runs beside them.

import { converted } from "./earlier";
import { headOf, type Head, type KeptRun } from "./keptRun";
import type { WrittenRun } from "../../../core/runFile/runs";

const [HEADS, RUNS] = ["heads", "runs"];

export class RunDatabase {
  private constructor(
    private readonly database: IDBDatabase,
    readonly damaged: number, // runs of an earlier page, which were left out
  ) {}

  /** Rejects with DOMException where the browser keeps nothing. */
  static async open(name = "shotglass.prompt"): Promise<RunDatabase> {
    const request = indexedDB.open(name, 2);
    let damaged = 0;
    request.onupgradeneeded = ({ oldVersion }) => {
      const { result, transaction } = request;
      if (oldVersion === 1 && transaction !== null)
        return convertAll(transaction, () => (damaged += 1));
      for (const store of [HEADS, RUNS]) result.createObjectStore(store, { keyPath: "id" });
    };
    const database = await answer(request);
    database.onversionchange = () => database.close(); // another tab has a newer page
    return new RunDatabase(database, damaged);
  }

  /** Newest first. */
  async heads(): Promise<Head[]> {
    const result = await answer<Head[]>(this.#store(HEADS).getAll());
    return result.sort((a, b) => (a.at < b.at ? 1 : -1));
  }

  run(id: string): Promise<KeptRun | undefined> {
    return answer<KeptRun | undefined>(this.#store(RUNS).get(id));
  }

  /** Both or neither. Rejects with QuotaExceededError for a browser that is full. */
  put(run: KeptRun, head: Head): Promise<void> {
    return this.#change((heads, runs) => {
      heads.put(head);
      runs.put(run);
    });
  }

  remove(id: string): Promise<void> {
    return this.#change((heads, runs) => {
      heads.delete(id);
      runs.delete(id);
    });
  }

  clear(): Promise<void> {
    return this.#change((heads, runs) => {
      heads.clear();
      runs.clear();
    });
  }

  #store(name: string): IDBObjectStore {
    return this.database.transaction(name, "readonly").objectStore(name);
  }

  #change(work: (heads: IDBObjectStore, runs: IDBObjectStore) => void): Promise<void> {
    return new Promise((done, fail) => {
      const transaction = this.database.transaction([HEADS, RUNS], "readwrite");
      transaction.oncomplete = () => done();
      transaction.onabort = () => fail(transaction.error ?? new DOMException("", "AbortError"));
      work(transaction.objectStore(HEADS), transaction.objectStore(RUNS));
    });
  }
}

/** Once, what an earlier page kept: a run at a time, each in place of what it was. */
function convertAll(transaction: IDBTransaction, leaveOut: () => void): void {
  const [heads, runs] = [transaction.objectStore(HEADS), transaction.objectStore(RUNS)];
  const request = runs.getAllKeys();
  request.onsuccess = () => {
    for (const key of request.result) {
      const earlier = runs.get(key);
      earlier.onsuccess = () => {
        for (const store of [heads, runs]) store.delete(key);
        const result = conversion(earlier.result);
        if (result === null) return leaveOut();
        heads.put(result.head);
        runs.put(result.run);
      };
    }
  };
}

/** A run of an earlier page as it is kept now; null for one that is damaged, which would otherwise
 * take all others with it: an error ends the whole transaction. */
export function conversion(earlier: unknown): { head: Head; run: KeptRun } | null {
  try {
    const run = converted(earlier) as WrittenRun;
    const bytes = new TextEncoder().encode(`${JSON.stringify(run)}\n`);
    const head = headOf(run, bytes.length);
    const isRun = typeof head.id === "string" && head.models.length > 0;
    return isRun ? { head, run: { id: head.id, bytes } } : null;
  } catch {
    return null;
  }
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new DOMException("", "UnknownError"));
  });
}
