// One file of a model, fetched, kept and verified: a download that broke goes on where it was, and
// two tabs do not fetch the same file twice.
import { located } from "../../core/api/http";
import type { Access, FileStore } from "./store";
import { Refusal } from "../refusal";

export interface Wanted {
  name: string;
  address: string;
  bytes: number;
  sha256: string;
}

/**
 * The file's bytes, from the store as far as they are there. `report` hears how many bytes there are,
 * again and again. Throws Refusal where the connection breaks or the bytes are not the file's.
 */
export function fetched(
  store: FileStore,
  request: Wanted,
  report: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  return navigator.locks.request(`shotglass ${request.sha256}`, { signal }, async () => {
    const file = await store.write(request.sha256);
    try {
      await fill(file, request, report, signal);
      return await verified(file, request);
    } finally {
      file.close();
    }
  });
}

async function fill(
  file: Access,
  request: Wanted,
  report: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let have = file.getSize();
  if (have > request.bytes) file.truncate((have = 0));
  report(have);
  if (have === request.bytes) return;
  const response = await ask(request, have, signal);
  if (response.status !== 206) file.truncate((have = 0)); // the server sends it from the start
  for await (const chunk of chunks(response, request, signal)) {
    file.write(chunk, { at: have });
    have += chunk.length;
    report(have);
  }
  file.flush();
  if (have !== request.bytes) throw broken(request);
}

async function ask({ address, sha256, name }: Wanted, from: number, signal: AbortSignal) {
  const headers = from > 0 ? { Range: `bytes=${from}-`, "If-Range": `"${sha256}"` } : {};
  let response: Response;
  try {
    response = await fetch(located(address), { headers, signal, cache: "no-store" });
  } catch (error) {
    signal.throwIfAborted();
    throw new Refusal("download_failed", `${name} could not be fetched: ${String(error)}.`);
  }
  if (response.ok) return response;
  throw new Refusal("download_failed", `${name} could not be fetched: ${response.status}.`);
}

async function* chunks(response: Response, request: Wanted, signal: AbortSignal) {
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const step = await reader?.read();
      if (step === undefined || step.done) return;
      yield step.value;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof TypeError ? broken(request) : error;
  }
}

function broken({ name }: Wanted): Refusal {
  return new Refusal(
    "download_failed",
    `The connection broke while ${name} was fetched; what has come is kept.`,
  );
}

async function verified(
  file: Access,
  { name, bytes, sha256 }: Wanted,
): Promise<Uint8Array<ArrayBuffer>> {
  const data = new Uint8Array(bytes);
  file.read(data, { at: 0 });
  if ((await digestOf(data)) === sha256) return data;
  file.truncate(0); // so that the next try begins anew
  const detail = `${name} is not the file that the manifest names (its sha256 differs); fetch it again.`;
  throw new Refusal("model_folder_invalid", detail);
}

// The sha256 of bytes, as manifests write it.

/** Needs a secure context: https, or an address of this machine. */
export async function digestOf(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
