// The page itself, kept in this browser by a service worker, so that it opens without its server.

import { script } from "./trusted";

/** Resolves when every file of the page is kept: true. A browser that keeps none is no fault. */
export async function keepPage(): Promise<boolean> {
  if (!("serviceWorker" in navigator)) return false;
  try {
    await navigator.serviceWorker.register(script("/sw.js"));
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false; // private windows, or no room: the page lives as long as its tab then
  }
}
