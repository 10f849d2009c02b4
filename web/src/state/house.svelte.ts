// What the server has: its models, and whether the one in use is ready.

import { models, type ModelSummary } from "../lib/api";

const POLL = 700; // ms, while a model is being loaded

type Status = "connecting" | "loading" | "ready" | "none" | "failed";

class House {
  status = $state<Status>("connecting");
  models = $state.raw<ModelSummary[]>([]);
  model = $state<ModelSummary | null>(null);
  detail = $state("");

  /** Looks until the model can be asked; a server that is not there yet is looked for again. */
  async open(): Promise<void> {
    while (!(await this.#look())) await new Promise((done) => setTimeout(done, POLL));
  }

  async #look(): Promise<boolean> {
    try {
      const list = await models();
      this.models = list.models;
      this.model = list.models.find((item) => item.id === list.default) ?? null;
    } catch {
      return false;
    }
    this.status = statusOf(this.model);
    this.detail = this.model?.detail ?? "";
    return this.status !== "loading";
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

export const house = new House();
