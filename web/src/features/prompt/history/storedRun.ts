// A run as IndexedDB has it: each sample as JSON in UTF-8. The browser copies bytes at once, and
// thousands of objects twice, while the page stands still.

import type { KeptColumn, KeptRun } from "./keptRun";

type KeptSample = KeptColumn["samples"][number];

/** Runs of an earlier page hold the samples themselves. */
export interface StoredRun extends Omit<KeptRun, "columns"> {
  columns: (Omit<KeptColumn, "samples"> & { samples: (Uint8Array | KeptSample)[] })[];
}

/** A sample at a time, so that a run of many tokens holds up no frame. */
export async function stored(run: KeptRun): Promise<StoredRun> {
  const columns: StoredRun["columns"] = [];
  for (const column of run.columns) {
    const samples: Uint8Array[] = [];
    for (const sample of column.samples) {
      samples.push(new TextEncoder().encode(JSON.stringify(sample)));
      await nextTask();
    }
    columns.push({ ...column, samples });
  }
  return { ...run, columns };
}

export function restored(run: StoredRun): KeptRun {
  const sampleOf = (sample: Uint8Array | KeptSample) =>
    sample instanceof Uint8Array
      ? (JSON.parse(new TextDecoder().decode(sample)) as KeptSample)
      : sample;
  const columns = run.columns.map((column) => ({
    ...column,
    samples: column.samples.map(sampleOf),
  }));
  return { ...run, columns };
}

/** Bytes that it takes, about. */
export function sizeOf({ columns, ...rest }: StoredRun): number {
  const sizes = columns.map(({ samples, ...others }) => {
    const own = samples.map((sample) => (sample instanceof Uint8Array ? sample.length : 0));
    return JSON.stringify(others).length + own.reduce((sum, size) => sum + size, 0);
  });
  return sizes.reduce((sum, size) => sum + size, JSON.stringify(rest).length);
}

/** At once in a tab that is hidden, where timers are slow and whose end may be near. */
function nextTask(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  return new Promise((done) => setTimeout(done));
}
