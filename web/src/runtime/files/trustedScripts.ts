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
