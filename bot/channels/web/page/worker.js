// Keeps the page itself, and nothing of what is said in it, so that it opens without a network. One version at a time:
// what belongs to another one is never kept, and never given.

const VERSION = self.location.search, PAGE = new URL("./", self.location).href, MINE = "khaosat:" + PAGE + " ";
const LATER = ["files.js", "dates.js", "places.js", "keeping.js", "lease.js"]; // what the page asks for by itself

async function keep() {
  const page = await fetch(PAGE, {cache: "no-store"}), text = await page.clone().text();
  const names = text.match(/\w+\.(js|css)\?v=\w+/g) || [];
  if (!page.ok || !names.length || names.some(name => !name.endsWith(VERSION))) throw new Error("another version");
  const cache = await caches.open(MINE + VERSION);
  await cache.addAll(Array.from(new Set(names)).concat(LATER.map(name => name + VERSION)));
  await cache.put(PAGE, page);
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter(name => name.startsWith(MINE) && name !== MINE + VERSION).map(name => caches.delete(name)));
}

async function kept(request) {
  const cache = await caches.open(MINE + VERSION);
  return cache.match(request);
}

/** The page as the server has it; as it was kept if no server can be reached. */
async function open(request) {
  let found = null;
  try { found = await fetch(request); } catch (error) { /* no network */ }
  return found && found.status < 500 ? found : await kept(PAGE) || found || Response.error();
}

self.addEventListener("install", event => { self.skipWaiting(); event.waitUntil(keep()); });
self.addEventListener("activate", event => event.waitUntil(forgetOthers().then(() => self.clients.claim())));
self.addEventListener("fetch", event => {
  const {request} = event, url = new URL(request.url), name = request.url.slice(PAGE.length);
  if (request.method !== "GET" || !request.url.startsWith(PAGE)) return;
  if (request.mode === "navigate") {
    if (/^(k\/[^/]*\/?)?([?#]|$)/.test(name)) event.respondWith(open(request));
  } else if (url.search === VERSION) {
    event.respondWith(kept(request).then(found => found || fetch(request)));
  }
});
