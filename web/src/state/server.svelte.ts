// What the server has: its models, and whether the one in use is ready.

import { ApiError, models, type ModelSummary } from "../core/api/api";

const POLL = 700; // ms, while a model is being loaded

type Status = "connecting" | "loading" | "ready" | "none" | "failed";

class Server {
  status = $state<Status>("connecting");
  models = $state.raw<ModelSummary[]>([]);
  model = $state<ModelSummary | null>(null);
  detail = $state("");
  locked = $state(false); // the server asks for a key, which the page has no token for
  away = $state(false); // the server was not there, and is not looked for

  /** Looks until the model can be asked; a server that is not there yet is looked for again. */
  async open(): Promise<void> {
    while (!(await this.#look())) await new Promise((done) => setTimeout(done, POLL));
  }

  /** The same, once: without a server, models that can be used without it. */
  async openOr(models: readonly ModelSummary[]): Promise<void> {
    if (await this.#look()) return;
    if (this.status === "loading") return this.open();
    this.away = true;
    this.models = [...models];
    this.model = this.models[0] ?? null;
  }

  async #look(): Promise<boolean> {
    try {
      const list = await models();
      this.away = this.locked = false;
      this.models = list.models;
      this.model = list.models.find((item) => item.id === list.default) ?? null;
    } catch (error) {
      this.locked = error instanceof ApiError && error.problem.status === 401;
      return false;
    }
    this.status = statusOf(this.model);
    this.detail = this.model?.detail ?? "";
    return this.status !== "loading";
  }

  /** What the server says of a model anew, once something was made of it. */
  replace(summary: ModelSummary): void {
    this.models = this.models.map((model) => (model.id === summary.id ? summary : model));
    if (this.model?.id === summary.id) this.model = summary;
  }

  /** A causal model to ask; it is loaded by the first run that needs it. */
  use(id: string): void {
    const model = this.models.find((item) => item.id === id);
    if (model === undefined) return;
    this.model = model;
    this.status = statusOf(model);
  }
}

function statusOf(model: ModelSummary | null): Status {
  if (model === null) return "none";
  if (model.status === "loading" || model.status === "failed") return model.status;
  return "ready";
}

export const server = new Server();
