// Requests to the server and their answers, whole or as a stream of events, and their failures.

import type { paths } from "./api.gen";
import { parseEvent, payloads, type Problem, type WaitingEvent } from "./events";

/**
 * The page's own folder, by the address of one of its scripts: "/", or the path under which a
 * larger site has the page. The build puts every script into `assets/`; where it lies elsewhere,
 * while developing, the page is at the root.
 */
export function folderOf(script: string): string {
  return /^(.*\/)assets\/[^/]+$/.exec(new URL(script).pathname)?.[1] ?? "/";
}

const FOLDER = folderOf(import.meta.url);

/**
 * Whether the page lies on a host that gives files and answers nothing: `make site` says so in the
 * page, and puts what the server would say of its models and runs beside it.
 */
export const IS_SITE = typeof document === "object" && "site" in document.documentElement.dataset;

/** Where a path is that the server's document writes as "/api/v1/models". */
export function located(path: string): string {
  return FOLDER + path.slice(1);
}

/** "/api/v1/models/{id}" of the server's document as a request writes it. */
type Written<K> = K extends `${infer Before}{${string}}${infer After}`
  ? `${Before}${string}${Written<After>}`
  : K;

export type Path = Written<keyof paths>;

/** What the document says of a path; each that the page asks for has one method. */
type Operation<P> = P extends `${infer Bare}?${string}`
  ? Operation<Bare>
  : P extends Path
    ? {
        [K in keyof paths]: [P, Written<K>] extends [Written<K>, P] ? Only<paths[K]> : never;
      }[keyof paths]
    : never;
type Only<M> = M extends { post: infer Post } ? Post : M extends { get: infer Get } ? Get : never;
type Json<T> = T extends { content: { "application/json": infer J } } ? J : unknown;

/** As data is sent: lists may be readonly, and what is undefined is left out. */
type Sent<T> = unknown extends T
  ? unknown
  : { readonly [K in keyof T]: Sent<T[K]> | (undefined extends T[K] ? undefined : never) };

/** What is sent to a path. */
export type Body<P> = Operation<P> extends { requestBody: infer B } ? Sent<Json<B>> : undefined;

/** What a path answers. */
export type Answer<P> = Operation<P> extends { responses: { 200: infer A } } ? Json<A> : never;

interface Answered<A> extends Response {
  json(): Promise<A>;
}

/** The kinds of events that a path tells. */
type EventOf<P> =
  Answer<P> extends { events: (infer E)[] } ? Exclude<E, { type: "waiting" }> : never;

/** A refusal with its problem body, or a failure to reach the server at all (`status` 0). */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = "ApiError";
  }
}

/** A run waits for others, or (null) goes on or is over. */
type WaitingListener = (run: object, waiting: WaitingEvent | null) => void;

let listener: WaitingListener = () => undefined;

/** Who shows that runs wait, whichever view asked for them; the last one asked. */
export function onWaiting(show: WaitingListener): void {
  listener = show;
}

/** Throws ApiError for a run that failed or was cut. */
export async function* events<P extends Path>(
  path: P,
  request: Body<P>,
  signal?: AbortSignal,
): AsyncGenerator<EventOf<P>> {
  const response = await call(path, request, signal);
  if (response.body === null) throw unreachable();
  let over = false;
  const run = {};
  try {
    for await (const text of payloads(response.body)) {
      const event = parseEvent(text);
      if (event === null) continue;
      listener(run, event.type === "waiting" ? event : null);
      if (event.type === "waiting") continue;
      if (event.type === "failed" && event.lane === "") throw new ApiError(event.problem);
      over = event.type === "end";
      yield event as EventOf<P>;
    }
  } catch (error) {
    throw isAbort(error) || error instanceof ApiError ? error : unreachable();
  } finally {
    listener(run, null);
  }
  if (!over) throw broken();
}

/** What ends without saying so was cut, by a proxy or by a server that died. */
function broken(): ApiError {
  return new ApiError(problem("broken"));
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/**
 * Shows the server a key that a person typed; its answer is a cookie that no script can read, and the
 * page keeps nothing. Rejects with ApiError.
 */
export async function admit(key: string): Promise<void> {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${key}` };
  let response: Response;
  try {
    response = await fetch(FOLDER, { method: "POST", headers, body: "{}" });
  } catch {
    throw unreachable();
  }
  if (!response.ok) throw new ApiError(await problemOf(response));
}

/** A request and its answer, GET where there is no body. Rejects with ApiError. */
export async function call<P extends Path | `${Path}?${string}`>(
  path: P,
  body?: Body<P>,
  signal?: AbortSignal,
): Promise<Answered<Answer<P>>> {
  const options: RequestInit = { signal: signal ?? null };
  if (body !== undefined) {
    options.method = "POST";
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  if (IS_SITE && body !== undefined) throw new ApiError(problem("no_server"));
  const isFile = !IS_SITE || path.includes("/files/");
  let response: Response;
  try {
    response = await fetch(located(isFile ? path : `${path}.json`), options);
  } catch (error) {
    throw isAbort(error) ? error : unreachable();
  }
  if (!response.ok) throw new ApiError(await problemOf(response));
  return response;
}

async function problemOf(response: Response): Promise<Problem> {
  const bare = { type: "/errors/http", title: response.statusText, status: response.status };
  try {
    return { ...bare, detail: response.statusText, ...((await response.json()) as object) };
  } catch {
    return { ...bare, detail: `${response.status} ${response.statusText}` };
  }
}

export function unreachable(): ApiError {
  return new ApiError(problem("unreachable"));
}

/** What the page says in words of its own. */
function problem(code: "unreachable" | "broken" | "no_server"): Problem {
  return { type: `/errors/${code}`, title: "", status: 0, detail: "" };
}
