// The page's service worker, installed when someone runs a model in their browser: it keeps the
// page's own files, so that the page opens without its server. Answers of the API are never kept.

// By the build: every file that the page may need, what it needs besides where a model runs on a
// graphics card, and the digest of both lists.
const FILES = [];
const CARD = [];
const EDITION = "";

// A site may have the page under a path, and others beside it, which share its caches.
const FOLDER = new URL("./", self.location.href).pathname;
const CACHE = `shotglass-${EDITION}${FOLDER}`;
const EARLIER = /^shotglass-[0-9a-f]+(\/.*)?$/; // those of this page, and the first had no path

self.addEventListener("install", (event) => {
  const keep = async () => (await caches.open(CACHE)).addAll([FOLDER, ...addresses(FILES)]);
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const others = async () => (await caches.keys()).filter(isEarlier);
  const drop = async () => Promise.all((await others()).map((name) => caches.delete(name)));
  event.waitUntil(drop().then(() => self.clients.claim()));
});

function isEarlier(name) {
  const match = EARLIER.exec(name);
  return name !== CACHE && match !== null && (match[1] ?? FOLDER) === FOLDER;
}

function addresses(files) {
  return files.map((name) => FOLDER + name);
}

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
  const files = addresses(CARD);
  const there = await Promise.all(files.map((file) => cache.match(file)));
  await cache.addAll(files.filter((_, i) => there[i] === undefined));
}

self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (!pathname.startsWith(FOLDER)) return;
  const name = pathname.slice(FOLDER.length);
  if (FILES.includes(name) || CARD.includes(name)) event.respondWith(keptFirst(event.request));
  else if (name === "") event.respondWith(serverFirst(event.request));
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
