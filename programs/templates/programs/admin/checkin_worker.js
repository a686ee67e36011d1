/* Keeps the page of marking, its style and its script, for where there is no network.
   Lists and marks are never kept here: names live in the memory of the open page. */
"use strict";

const KEPT = "{{ kept }}";
const isPage = (url) => /\/yoklama\/$/.test(url.pathname);
const isPart = (url) => /\/programs\/admin\/(checkin|marks_queue|sheet|camera|jsQR)[^/]*\.(js|css)$/.test(url.pathname);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
    const clean = caches.keys().then((names) => Promise.all(names.filter((one) => one !== KEPT).map((one) => caches.delete(one))));
    event.waitUntil(clean.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== "GET" || url.origin !== self.location.origin || !(isPage(url) || isPart(url))) return;
    event.respondWith(fromNetwork(event.request));
});

async function fromNetwork(request) {
    const kept = await caches.open(KEPT);
    try {
        const answer = await fetch(request);
        if (answer.ok && !answer.redirected) await kept.put(request, answer.clone());
        return answer;
    } catch (error) {
        const known = await kept.match(request, { ignoreVary: true });
        if (known) return known;
        throw error;
    }
}
