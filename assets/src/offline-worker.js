// The service worker. It keeps the shell of one page, which has nothing of any person in it, and no other page. Where a
// note that is saved cannot reach us, it seals the note on the device. `PLACES` is put before it by the server.
import { seal, wipe, wipeReadable } from "./offline/store.js";

const { version, shell, assets, signIn, signOut, writes } = self.PLACES;
const CACHE = `wraparound-shell-${version}`;
const GATEWAY = [502, 503, 504];
const writePaths = writes.map((pattern) => new RegExp(pattern));

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([shell, ...assets].map((address) => new Request(address, { cache: "reload" }))))
      .then(() => self.skipWaiting())
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "POST" && writePaths.some((path) => path.test(pathname))) event.respondWith(sendNote(request));
    else if (request.method === "POST" && pathname === signOut) event.respondWith(leave(request));
    else if (request.method === "GET") event.respondWith(visit(request, pathname));
  } else if (request.method === "GET" && assets.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => kept(pathname)));
  }
});

const kept = async (address) => (await (await caches.open(CACHE)).match(address)) ?? Response.error();

async function visit(request, pathname) {
  try {
    const reply = await fetch(request);
    if (pathname === signIn) await wipeReadable();
    return reply;
  } catch {
    return kept(shell);
  }
}

async function leave(request) {
  const reply = await fetch(request);
  await wipe();
  return reply;
}

async function sendNote(request) {
  const copy = request.clone();
  try {
    const reply = await fetch(request);
    if (!GATEWAY.includes(reply.status)) return reply;
  } catch {
    // No connection, or the reply was lost on its way: the key of the note makes it one when it is sent again.
  }
  const fields = [...(await copy.formData()).entries()].filter(([name]) => name !== "csrfmiddlewaretoken");
  const path = new URL(request.url).pathname;
  try {
    await seal({ path, fields, on: today(), about: path });
  } catch {
    return Response.error(); // nothing could be kept: going back shows what was typed
  }
  return Response.redirect(`${shell}?kept`, 303);
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
