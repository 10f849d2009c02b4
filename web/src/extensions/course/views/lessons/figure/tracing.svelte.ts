// What a lesson's figure follows of the model in use on the lesson's text: the numbers of a layer, and
// rows of weights. What was fetched of one text and model is kept.

import { untrack } from "svelte";
import { trace, weightRow } from "../../../../../core/api/api";
import { Kept } from "../../../../../core/api/kept";
import type { Traced, WeightRow } from "../../../../../core/api/trace";
import { server } from "../../../../../state/server.svelte";
import { canAsk, NoModel } from "../answers";
import { lessons } from "../state.svelte";

const PAUSE = 300; // ms of no typing

export class Tracing {
  traced = $state.raw<Traced | null>(null); // the last that came, until the next one is there
  stale = $state(true); // the last that came is of another layer or text
  error = $state.raw<unknown>(null);
  readonly #layers = new Kept<number, Traced>();
  readonly #rows = new Kept<string, WeightRow>();
  #of = "";

  /** Called while the figure is set up; ends with it. `layer` is where it looks, of so many. */
  constructor(layer: (layers: number) => number) {
    $effect(() => {
      const [text, { model }] = [lessons.text, server];
      const at = layer(model?.layers ?? Infinity);
      void server.status; // a model may have come since
      if (lessons.held) return undefined;
      [this.stale, this.error] = [true, null];
      let current = true;
      const pause =
        untrack(() => this.traced) !== null && this.#of !== `${model?.id} ${text}` ? PAUSE : 0;
      const timer = setTimeout(() => {
        this.layer(at).then(
          (traced) => {
            if (current) [this.traced, this.stale] = [traced, false];
          },
          (reason: unknown) => {
            if (current) this.error = reason;
          },
        );
      }, pause);
      return () => {
        current = false;
        clearTimeout(timer);
      };
    });
  }

  /** The numbers of a layer; beyond the last one those of the end. Rejects with NoModel, ApiError. */
  layer(at: number): Promise<Traced> {
    const { model } = server;
    if (model === null || !canAsk(model.id)) return Promise.reject(new NoModel());
    this.#forget(`${model.id} ${lessons.text}`);
    const layer = Math.min(at, model.layers);
    const request = { model: model.id, prompt: lessons.text, layer };
    return this.#layers.of(layer, () => trace(request));
  }

  /** Row `index` of the matrix `name` of the model that is followed. Rejects with ApiError. */
  row(name: string, index: number): Promise<WeightRow> {
    const id = this.traced?.header.model;
    if (id === undefined) return Promise.reject(new NoModel());
    return this.#rows.of(`${id} ${name} ${index}`, () => weightRow(id, name, index));
  }

  #forget(of: string) {
    if (this.#of === of) return;
    this.#of = of;
    this.#layers.clear();
    this.#rows.clear();
  }
}
