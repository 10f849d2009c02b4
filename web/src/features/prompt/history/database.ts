// The kept runs in this browser's IndexedDB: heads for the list, whole runs beside them.

import type { Head, KeptRun } from "./keptRun";
import { restored, type StoredRun } from "./storedRun";

const [HEADS, RUNS] = ["heads", "runs"];

export class RunDatabase {
  private constructor(private readonly database: IDBDatabase) {}

  /** Rejects with DOMException where the browser keeps nothing. */
  static async open(name = "shotglass.prompt"): Promise<RunDatabase> {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const store of [HEADS, RUNS]) request.result.createObjectStore(store, { keyPath: "id" });
    };
    const database = await answer(request);
    database.onversionchange = () => database.close(); // another tab has a newer page
    return new RunDatabase(database);
  }

  /** Newest first. */
  async heads(): Promise<Head[]> {
    const result = await answer<Head[]>(this.#store(HEADS).getAll());
    return result.sort((a, b) => (a.at < b.at ? 1 : -1));
  }

  async run(id: string): Promise<KeptRun | undefined> {
    const result = await answer<StoredRun | undefined>(this.#store(RUNS).get(id));
    return result && restored(result);
  }

  /** Both or neither. Rejects with QuotaExceededError for a browser that is full. */
  put(run: StoredRun, head: Head): Promise<void> {
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

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new DOMException("", "UnknownError"));
  });
}
