// The server's routes about exports as typed calls, as in `api.ts`.

import { call, isAbort, unreachable } from "../api/api";
import { parseExportEvent, type Choice, type ExportEvent, type ExportList } from "./exports";
import { payloads } from "../api/sse";

/** What was made, and what can be. */
export async function exportList(signal?: AbortSignal): Promise<ExportList> {
  return (await call("/api/v1/exports", undefined, signal)).json() as Promise<ExportList>;
}

/** Makes an export and tells how far it is; leaving the loop ends the work. */
export function makeExport(
  model: string,
  choice: Choice,
  signal?: AbortSignal,
): AsyncGenerator<ExportEvent> {
  const path = `/api/v1/models/${encodeURIComponent(model)}/exports`;
  return follow(path, choice, parseExportEvent, signal);
}

/** The events of something that is being made, as far as `parse` knows them. Throws ApiError. */
export async function* follow<E>(
  path: string,
  request: unknown,
  parse: (json: string) => E | null,
  signal?: AbortSignal,
): AsyncGenerator<E> {
  const response = await call(path, request, signal);
  if (response.body === null) throw unreachable();
  try {
    for await (const text of payloads(response.body)) {
      const event = parse(text);
      if (event !== null) yield event;
    }
  } catch (error) {
    throw isAbort(error) ? error : unreachable();
  }
}

/** Where an export's zip is. */
export function exportPath(id: string): string {
  return `/api/v1/exports/${encodeURIComponent(id)}/download`;
}
