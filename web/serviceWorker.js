// The page's service worker, installed when someone runs a model in their browser: it keeps the
// page's own files, so that the page opens without its server. Answers of the API are never kept.

const FILES = []; // by the build: every file that the page may need
const CARD = []; // by the build: what it needs besides where a model runs on a graphics card
const CACHE = "shotglass-"; // by the build: with the digest of the list

self.addEventListener("install", (event) => {
  const keep = async () => (await caches.open(CACHE)).addAll(["/", ...FILES]);
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const others = async () => (await caches.keys()).filter((name) => name !== CACHE);
  const drop = async () => Promise.all((await others()).map((name) => caches.delete(name)));
  event.waitUntil(drop().then(() => self.clients.claim()));
});

// The one message that there is: a model runs on a graphics card.
self.addEventListener("message", (event) => {
  const [port] = event.ports;
  const tell = (kept) => port?.postMessage(kept);
  event.waitUntil(
    keepForCard()
      .then(() => tell(true))
      .catch(() => tell(false)),
  );
});

async function keepForCard() {
  const cache = await caches.open(CACHE);
  const there = await Promise.all(CARD.map((file) => cache.match(file)));
  await cache.addAll(CARD.filter((_, i) => there[i] === undefined));
}

self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (FILES.includes(pathname) || CARD.includes(pathname))
    event.respondWith(keptFirst(event.request));
  else if (pathname === "/") event.respondWith(serverFirst(event.request));
});

async function keptFirst(request) {
  return (await kept(request)) ?? fetch(request);
}

/** The page may have changed, so the server is asked while there is one. */
async function serverFirst(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await kept(request);
    if (found === undefined) throw error;
    return found;
  }
}

async function kept(request) {
  const cache = await caches.open(CACHE);
  return cache.match(request, { ignoreSearch: true, ignoreVary: true });
}
