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
