// Where runs are computed: on the computer that serves the page, or in this browser. Kept in the
// browser, and in the address as `?place=browser`, which wins.

import {
  ApiError,
  IS_SITE,
  isAbort,
  manifest as fetchManifest,
  type ModelSummary,
} from "../core/api/api";
import { type Provider, provider } from "../runtime/session/provider";
import type { Engine } from "../runtime/engine";
import { browserBytes, browserGraph, browserNumbers, providerFor } from "../runtime/files/folder";
import type { Kept } from "../runtime/files/store";
import { type Problem, problemCode } from "../core/api/events";
import { EXACT, type Numbers } from "../core/models/precision";
import { search } from "./search.svelte";
import { server } from "./server.svelte";

export type Where = "computer" | "browser";

/**
 * "none": the model has no graph for browsers. "offered": its size is told before it is fetched.
 * "opening": all of it is here.
 */
type Phase = "off" | "looking" | "none" | "offered" | "fetching" | "opening" | "ready" | "failed";

const KEY = "shotglass.place";
const AT_ONCE = 32e6; // bytes that nobody is asked about

class Place {
  where = $state<Where>("computer"); // what was chosen
  phase = $state<Phase>("off");
  total = $state(0); // bytes of the model
  bytes = $state(0); // of them that are here
  seconds = $state(0); // from the switch, or the wish to fetch, until it was ready
  threads = $state(0);
  on = $state<Provider>("wasm"); // what it is fetched for and runs on
  numbers = $state.raw<Numbers>(EXACT); // how they come about
  cardFailed = $state(false); // there is a graphics card, and it did not serve
  alone = $state(false); // the page itself is kept here too
  inSight = $state(false); // the menu that shows all of this is open
  problem = $state.raw<Problem | null>(null);
  engine = $state.raw<Engine | null>(null); // one that is ready
  #starting: Engine | null = null;
  #stored = $state.raw<Kept | null>(null);
  #known: readonly Kept[] = []; // models that were here when the page opened
  #abort = new AbortController();

  /** Where a run would be computed now: a model that is not ready here yet computes nothing. */
  get now(): Where {
    return this.engineOf(server.model?.id) === null ? "computer" : "browser";
  }

  /** The engine of a model that is ready here. */
  engineOf(model: string | undefined): Engine | null {
    return this.#stored?.summary.id === model ? this.engine : null;
  }

  /** Whether there is a model to ask. */
  get ready(): boolean {
    return this.where === "browser" ? this.now === "browser" : server.status === "ready";
  }

  /** Whether the browser lets a page keep a model: only over https, or from this very computer. */
  get able(): boolean {
    return isSecureContext;
  }

  /** When the page opens: what the address says or was chosen before, with or without a server. */
  async open(): Promise<void> {
    const wish = named() ?? localStorage.getItem(KEY);
    addEventListener("popstate", () => void this.follow());
    if (wish !== "browser" || !this.able) {
      await server.open();
      if (!IS_SITE || !this.able || server.models.length > 0) return;
    } else search.set("place", wish);
    const { Engine } = await import("../runtime/engine");
    const engine = new Engine();
    this.#known = await engine.ask("stored", null).catch(() => []);
    engine.close();
    if (this.#known.length === 0) await server.open();
    else await server.openOr(this.#known.map(({ summary }) => summary));
    await this.#use("browser");
  }

  /** A person's choice. */
  async choose(where: Where): Promise<void> {
    keep(where);
    search.set("place", where === "browser" ? where : null);
    await this.#use(where);
  }

  /** Another place is in use where the address names another. */
  async follow(): Promise<void> {
    const where = IS_SITE ? ofSite() : (named() ?? "computer");
    if (where !== this.where && this.able) await this.#use(where);
  }

  async #use(where: Where): Promise<void> {
    this.where = where;
    this.#drop();
    this.phase = "off";
    if (where === "computer")
      return server.model === null || server.away ? server.open() : undefined;
    const model = server.model;
    if (model === null) return;
    await this.#attempt(() => this.#prepare(model));
  }

  /** The model in use has changed. */
  async change(): Promise<void> {
    const isHere = this.where === "browser" || (IS_SITE && ofSite() === "browser");
    if (isHere && this.#stored?.summary.id !== server.model?.id) await this.#use("browser");
  }

  /** Fetches what is missing, and starts the model. */
  async fetch(): Promise<void> {
    await this.#attempt((signal) => this.#start(signal));
  }

  /** After a failure: from where it was, or from the beginning. */
  async again(): Promise<void> {
    if (this.#stored === null) await this.#use("browser");
    else await this.fetch();
  }

  /** What has come is kept. */
  cancel(): void {
    this.#drop();
    this.phase = this.#stored === null ? "off" : "offered";
  }

  /** Takes the model out of this browser and goes back to the computer. */
  async forget(): Promise<void> {
    const id = this.#stored?.summary.id;
    this.#drop();
    const { Engine } = await import("../runtime/engine");
    const engine = new Engine();
    if (id !== undefined) await engine.ask("forget", id);
    engine.close();
    this.#stored = null;
    if (IS_SITE) search.set("model", null); // what is recorded is shown again
    await this.choose("computer");
  }

  async #prepare(summary: ModelSummary): Promise<void> {
    this.phase = "looking";
    const { signal } = this.#abort;
    const here = this.#known.find((item) => item.summary.id === summary.id);
    const manifest = here?.manifest ?? (await fetchManifest(summary.id, signal));
    this.cardFailed = false;
    await this.#offer({ summary, manifest }, await provider(navigator.gpu), signal);
  }

  /** Starts a model that is small or here, else tells its size. */
  async #offer(stored: Kept, on: Provider, signal: AbortSignal): Promise<void> {
    const { Engine } = await import("../runtime/engine");
    signal.throwIfAborted();
    [this.#stored, this.on] = [stored, providerFor(stored.manifest, on)];
    if (browserGraph(stored.manifest, this.on) === null) {
      this.phase = "none";
      return;
    }
    this.#starting = new Engine();
    this.numbers = browserNumbers(stored.manifest, this.on);
    this.total = browserBytes(stored.manifest, this.on);
    this.bytes = await this.#starting.ask("size", { ...stored, on: this.on }, signal);
    if (this.total > AT_ONCE && this.bytes < this.total) this.phase = "offered";
    else await this.#start(signal);
  }

  async #start(signal: AbortSignal): Promise<void> {
    if (this.#stored === null) return;
    const { Engine } = await import("../runtime/engine");
    const { checkedStart } = await import("../runtime/engine");
    const { keepPage } = await import("../runtime/files/keptPage");
    const began = performance.now();
    this.phase = "fetching";
    this.problem = null;
    const engine = (this.#starting ??= new Engine());
    const { on } = this;
    const wish = { ...this.#stored, on };
    try {
      this.threads = await checkedStart(engine, wish, signal, (progress) => {
        this.bytes = progress.bytes;
        this.phase = progress.opening ? "opening" : "fetching";
      });
    } catch (error) {
      if (!isOfCard(error)) throw error;
      return this.#withoutCard(wish, signal);
    }
    void keepPage(on).then((stored) => (this.alone = stored));
    this.seconds = (performance.now() - began) / 1000;
    [this.engine, this.#starting] = [engine, null];
    this.phase = "ready";
  }

  /** On the processor, in a worker that never saw the card; what that needs may have to be fetched. */
  async #withoutCard(stored: Kept, signal: AbortSignal): Promise<void> {
    this.#starting?.close();
    this.cardFailed = true;
    await this.#offer(stored, "wasm", signal);
  }

  async #attempt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.problem = null;
    const abort = this.#abort;
    try {
      await work(abort.signal);
    } catch (error) {
      if (isAbort(error) || abort !== this.#abort) return; // whoever aborted has said what follows
      if (!(error instanceof ApiError)) throw error;
      this.problem = error.problem;
      this.phase = "failed";
    }
  }

  #drop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.engine?.close();
    this.#starting?.close();
    [this.engine, this.#starting] = [null, null];
  }
}

function isOfCard(error: unknown): boolean {
  return error instanceof ApiError && problemCode(error.problem) === "webgpu_failed";
}

function named(): Where | null {
  return search.get("place") === "browser" ? "browser" : null;
}

/** On a host of files a model that was chosen can run nowhere else. */
function ofSite(): Where {
  return server.model === null ? "computer" : "browser";
}

function keep(where: Where): void {
  if (where === "browser") localStorage.setItem(KEY, where);
  else localStorage.removeItem(KEY);
}

export const place = new Place();
