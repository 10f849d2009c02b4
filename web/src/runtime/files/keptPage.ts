// The page itself, kept in this browser by a service worker, so that it opens without its server.

import { located } from "../../core/api/http";
import type { Provider } from "../session/provider";
import { script } from "./trustedScripts";

/**
 * Resolves when every file of the page is kept, those of graphics cards where one is used: true. A
 * browser that keeps none is no fault.
 */
export async function keepPage(on: Provider): Promise<boolean> {
  if (!("serviceWorker" in navigator)) return false;
  try {
    await navigator.serviceWorker.register(script(located("/sw.js")));
    const { active } = await navigator.serviceWorker.ready;
    return on === "wasm" || (active !== null && (await keptForCard(active)));
  } catch {
    return false; // private windows, or no room: the page lives as long as its tab then
  }
}

/** The worker's answer. */
function keptForCard(worker: ServiceWorker): Promise<boolean> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<boolean>) => done(data);
    worker.postMessage("keep what graphics cards need", [port2]);
  });
}
