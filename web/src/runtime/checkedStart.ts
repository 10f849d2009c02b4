// A model started here: on a graphics card only where that computes what the processor does, of
// which a worker of its own is asked, whose memory goes with it.

import { ApiError, isAbort } from "../core/api/api";
import { requireNear, unserving } from "./session/gpu";
import { Engine } from "./engine";
import type { Progress, Wish } from "./start";

/** The number of threads. Rejects with ApiError: webgpu_failed where only the card is at fault. */
export async function checkedStart(
  engine: Engine,
  wish: Wish,
  signal: AbortSignal,
  told: (progress: Progress) => void,
): Promise<number> {
  const { threads, readings } = await engine.ask("start", wish, signal, told);
  if (wish.on === "webgpu") await check(wish, readings, signal);
  return threads;
}

async function check(
  wish: Wish,
  found: readonly Float32Array[],
  signal: AbortSignal,
): Promise<void> {
  const processor = new Engine();
  try {
    requireNear(await processor.ask("readings", wish, signal), found);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError(unserving(error).problem);
  } finally {
    processor.close();
  }
}
