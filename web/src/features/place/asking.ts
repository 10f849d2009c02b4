// Questions to the model, wherever it runs: the server's API, or the engine in this browser.

import * as api from "../../core/api/api";
import { place } from "./state.svelte";

export const compare: typeof api.compare = (request, signal) =>
  place.engineOf(request.model)?.compare(request, signal) ?? api.compare(request, signal);

export const generate: typeof api.generate = (request, signal) =>
  place.engineOf(request.model)?.generate(request, signal) ?? api.generate(request, signal);

export const score: typeof api.score = (of, prompt, labels, signal) =>
  place.engineOf(of.model)?.score(prompt, labels, signal) ?? api.score(of, prompt, labels, signal);

export const nextLogits: typeof api.nextLogits = (of, prompt, continuation, signal) =>
  place.engineOf(of.model)?.nextLogits(prompt, continuation, signal) ??
  api.nextLogits(of, prompt, continuation, signal);

export const vocabulary: typeof api.vocabulary = (model, signal) =>
  place.engineOf(model)?.vocabulary() ?? api.vocabulary(model, signal);
