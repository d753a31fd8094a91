// Keeps the few files of the pocket view's page, so that it opens without a network. It keeps nothing of anybody's: no list, no ticket, no answer
// of the desk passes through here. The desk writes the version before this script's first line (Pocket/PocketPage.cs).
interface Lasting extends Event { waitUntil(until: Promise<unknown>): void }
interface Asked extends Lasting { request: Request; respondWith(answer: Promise<Response>): void }
interface Worker {
  pocketVersion: string;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: "install" | "activate", hear: (event: Lasting) => void): void;
  addEventListener(kind: "fetch", hear: (event: Asked) => void): void;
}
const worker = self as unknown as Worker;

const PAGE = "/pocket", PREFIX = "livedesk.pocket.";
const mine = PREFIX + worker.pocketVersion;
const files = [`/css/tokens.css?v=${worker.pocketVersion}`, `/build/pocket.css?v=${worker.pocketVersion}`, `/build/pocket.js?v=${worker.pocketVersion}`, "/pocket.webmanifest", "/favicon.svg", "/icons/pocket-192.png"];

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(tidy()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(event));
  else if (files.includes(address.pathname + address.search)) event.respondWith(kept(request));
});

async function install(): Promise<void> {
  const cache = await caches.open(mine);
  await Promise.all([fetchPage(cache), cache.addAll(files)]);
  await worker.skipWaiting();
}

async function tidy(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== mine) await caches.delete(name);
  await worker.clients.claim();
}

/** At once from here; what the desk has now, the next time. */
async function page(event: Asked): Promise<Response> {
  const cache = await caches.open(mine);
  const known = await cache.match(PAGE);
  if (!known) return fetch(event.request);
  event.waitUntil(fetchPage(cache).catch(() => undefined));
  return known;
}

/** Only a page that goes with these files: another version's comes with its own. */
async function fetchPage(cache: Cache): Promise<void> {
  const answer = await fetch(PAGE, { headers: { Accept: "text/html" }, redirect: "follow" });
  if (!answer.ok || answer.redirected || !(await answer.clone().text()).includes(worker.pocketVersion)) {
    if (await cache.match(PAGE)) return;
    throw new Error("The page is not to be had just now.");
  }
  await cache.put(PAGE, answer);
}

const kept = async (request: Request): Promise<Response> => await (await caches.open(mine)).match(request) ?? fetch(request);

export {};
