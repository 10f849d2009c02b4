// The page itself, kept in this browser by a service worker, so that it opens without its server.

import { located } from "../../core/api/http";
import type { Provider } from "../session/gpu";

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

// Addresses of scripts, under a policy that trusts no string: only files of this page's own origin.

interface Policy {
  createScriptURL(url: string): string; // a TrustedScriptURL, which TypeScript does not know
}

interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
}

const { trustedTypes } = globalThis as { trustedTypes?: Factory };

function own(url: string): string {
  const whole = new URL(url, location.href);
  if (whole.origin === location.origin) return whole.href;
  throw new TypeError(`The script ${url} is none of this page's.`);
}

const policy = trustedTypes?.createPolicy("shotglass", { createScriptURL: own });

/** An address of a worker's script, as `new Worker` takes it. */
export function script(url: string): string {
  return policy?.createScriptURL(url) ?? own(url);
}

/** For libraries that start workers themselves; call it in a worker, where nothing else is run. */
export function allowOwnScripts(): void {
  trustedTypes?.createPolicy("default", { createScriptURL: own });
}
