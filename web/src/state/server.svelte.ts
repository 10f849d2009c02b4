// What the server has: its models, and whether the one in use is ready.

import { ApiError, IS_SITE, models, type ModelSummary } from "../core/api/api";
import { called } from "../core/models/called";
import { content } from "./content/content.svelte";
import { search } from "./search.svelte";

const POLL = 700; // ms, while a model is being loaded

type Status = "connecting" | "loading" | "ready" | "none" | "failed";

class Server {
  status = $state<Status>("connecting");
  models = $state.raw<ModelSummary[]>([]);
  extensions = $state.raw<Readonly<Record<string, unknown>>>({}); // what each tells the page, by its name
  model = $state.raw<ModelSummary | null>(null);
  detail = $state("");
  locked = $state(false); // the server asks for a key, which the page has no token for
  refusal = $state<string | null>(null); // the type of the problem that keeps the page out
  away = $state(false); // the server was not there, and is not looked for
  #default = $state<string | null>(null); // the id of the model in use where none is named

  /** The id of a model that the address names and that is not here. */
  readonly missing = $derived.by(() => {
    const id = search.get("model");
    const known = this.models.some((model) => model.id === id);
    return known || this.models.length === 0 ? null : id;
  });

  /** Looks until the model can be asked; a server that is not there yet is looked for again. */
  async open(): Promise<void> {
    if (IS_SITE) return this.openOr([]);
    while (!(await this.#look())) await new Promise((done) => setTimeout(done, POLL));
  }

  /** The same, once: without a server, or a site's network, models that can be used without it. */
  async openOr(others: readonly ModelSummary[]): Promise<void> {
    if (IS_SITE) return this.#without((await models().catch(() => null))?.models ?? others, null);
    if (await this.#look()) return;
    if (this.status === "loading") return this.open();
    this.#without(others, others[0]?.id ?? null);
  }

  #without(models: readonly ModelSummary[], first: string | null): void {
    this.away = content.settled = true;
    this.models = [...models];
    this.#default = first;
    this.#take();
  }

  async #look(): Promise<boolean> {
    try {
      const list = await models();
      this.away = this.locked = false;
      this.models = list.models;
      this.extensions = list.extensions;
      if (list.extensions.content === undefined) content.settled = true;
      else if (this.status === "connecting")
        void import("./content/read").then(({ open }) => open());
      this.#default = list.default;
      this.#take();
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : null;
      this.locked = problem?.status === 401;
      this.refusal = problem?.type ?? null;
      return false;
    }
    return this.status !== "loading";
  }

  /** What the server says of a model anew, once something was made of it. */
  replace(summary: ModelSummary): void {
    this.models = this.models.map((model) => (model.id === summary.id ? summary : model));
    if (this.model?.id === summary.id) this.model = summary;
  }

  /** What a model goes by among those that are here. */
  called(model: ModelSummary): string {
    return called(model, this.models);
  }

  /** A model to ask, which the address names from now on; it is loaded by the first run that needs it. */
  use(id: string): void {
    search.set("model", id);
    search.set("digest", null); // it was the other's
    this.follow();
  }

  /** Another model is in use where the address names another. */
  follow(): void {
    if (this.models.length > 0) this.#take();
  }

  #take(): void {
    const named = search.get("model");
    const of = (id: string | null) => this.models.find((model) => model.id === id);
    this.model = of(named) ?? of(this.#default) ?? null;
    if (this.away) return;
    this.status = statusOf(this.model);
    this.detail = this.model?.detail ?? "";
  }
}

function statusOf(model: ModelSummary | null): Status {
  if (model === null) return "none";
  if (model.status === "loading" || model.status === "failed") return model.status;
  return "ready";
}

export const server = new Server();
