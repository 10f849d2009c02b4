// What is kept in this browser, in its private file system: files by their sha256, and of each model
// that was started here its manifest. Used from a worker, where files can be written in place.

import type { Manifest, ModelSummary } from "../../core/api/api";

export interface Kept {
  summary: ModelSummary;
  manifest: Manifest;
}

const FILES = "files";
const MODELS = "models";

export class FileStore {
  private constructor(
    private readonly files: FileSystemDirectoryHandle,
    private readonly models: FileSystemDirectoryHandle,
  ) {}

  static async open(): Promise<FileStore> {
    const root = await navigator.storage.getDirectory();
    const folder = (name: string) => root.getDirectoryHandle(name, { create: true });
    return new FileStore(await folder(FILES), await folder(MODELS));
  }

  /** A file to be read and written; one at a time may be open, so close it. */
  async write(sha256: string): Promise<Access> {
    const file = await this.files.getFileHandle(sha256, { create: true });
    return openAccess(file);
  }

  /** How many bytes of it are here. */
  async size(sha256: string): Promise<number> {
    try {
      return (await (await this.files.getFileHandle(sha256)).getFile()).size;
    } catch {
      return 0; // it is not here
    }
  }

  async remember({ summary, manifest }: Kept): Promise<void> {
    const file = await this.models.getFileHandle(`${manifest.id}.json`, { create: true });
    const access = await openAccess(file);
    try {
      access.truncate(0);
      access.write(new TextEncoder().encode(JSON.stringify({ summary, manifest })), { at: 0 });
    } finally {
      access.close();
    }
  }

  async all(): Promise<Kept[]> {
    const result: Kept[] = [];
    for await (const handle of this.models.values()) {
      if (handle.kind === "file") result.push(JSON.parse(await (await handle.getFile()).text()));
    }
    return result;
  }

  /** Takes a model's files away, but those that another model needs too. */
  async forget(id: string): Promise<void> {
    const stored = await this.all();
    const of = (models: Kept[]) =>
      models.flatMap(({ manifest }) => Object.values(manifest.files).map((file) => file.sha256));
    const needed = new Set(of(stored.filter(({ manifest }) => manifest.id !== id)));
    const own = of(stored.filter(({ manifest }) => manifest.id === id));
    for (const sha256 of own.filter((file) => !needed.has(file))) await drop(this.files, sha256);
    await drop(this.models, `${id}.json`);
  }
}

async function drop(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  await folder.removeEntry(name).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
  });
}

// A file of the browser's private file system, written in place. TypeScript knows these names only
// of workers, and the page and its worker are checked together.

export interface Access {
  getSize(): number;
  read(into: Uint8Array, options: { at: number }): number;
  write(data: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** Rejects where another has it open. */
export function openAccess(file: FileSystemFileHandle): Promise<Access> {
  const handle = file as unknown as { createSyncAccessHandle(): Promise<Access> };
  return handle.createSyncAccessHandle();
}
