/* Marks that wait to be sent: kept on the device, sent in pieces, each with a key of its
   own, so that one sent twice counts once. For boarding and for sheets of courses. */
(() => {
    "use strict";

    const SEND_EVERY = 20_000;
    const KEEP_HOURS = 20;
    const csrf = document.querySelector("meta[name=csrf]").content;

    const newKey = () => {
        if (crypto.randomUUID) return crypto.randomUUID();
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
        return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    };

    /* `passing` is what the device may keep beside the marks, and for how long it may. */
    const read = (store, knows, passing) => {
        let data = { queue: [], saved: 0, ...passing() };
        try {
            data = { ...data, ...JSON.parse(localStorage.getItem(store) || "{}") };
        } catch { /* unreadable: begin anew */ }
        data.queue = data.queue.filter((one) => one?.key && one.code && knows(one.mark) && !Number.isNaN(Date.parse(one.at)));
        if (Date.now() - data.saved > KEEP_HOURS * 3_600_000) Object.assign(data, passing());
        return data;
    };

    window.markQueue = ({ setup, knows, passing = () => ({}), onChange, onAnswer }) => {
        let isSending = false;
        const kept = read(setup.store, knows, passing);

        const keep = () => {
            kept.saved = Date.now();
            try {
                localStorage.setItem(setup.store, JSON.stringify(kept));
            } catch { /* a phone without room goes on while the page is open */ }
        };

        const add = (code, mark) => {
            kept.queue.push({ key: newKey(), code, mark, at: new Date().toISOString() });
            keep();
        };

        const send = async () => {
            if (isSending || self.isClosed || !navigator.onLine) return onChange();
            isSending = true;
            onChange();
            try {
                // Also with nothing to send: the answer tells what others marked.
                do {
                    const part = kept.queue.slice(0, setup.most);
                    const answer = await fetch(setup.marks, {
                        method: "POST",
                        credentials: "same-origin",
                        redirect: "manual",
                        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
                        body: JSON.stringify({ marks: part }),
                    });
                    if (answer.type === "opaqueredirect" || answer.status === 403) {
                        self.isClosed = true;
                        break;
                    }
                    if (!answer.ok) break;
                    const said = await answer.json();
                    const sent = new Set(part.map((one) => one.key));
                    kept.queue = kept.queue.filter((one) => !sent.has(one.key));
                    keep();
                    onAnswer(said);
                } while (kept.queue.length);
            } catch { /* no network: the queue waits */ } finally {
                isSending = false;
            }
            return onChange();
        };

        /* What the server knows, into the memory of the open page only. */
        const load = async () => {
            try {
                const answer = await fetch(setup.list, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
                if (answer.type === "opaqueredirect" || answer.status === 403) self.isClosed = true;
                if (answer.ok) return await answer.json();
            } catch { /* no network: the queue waits */ }
            return null;
        };

        const begin = (again) => {
            addEventListener("online", again);
            addEventListener("offline", onChange);
            addEventListener("beforeunload", (event) => {
                if (kept.queue.length) event.preventDefault();
            });
            setInterval(send, SEND_EVERY);
            keepPage(setup).catch(() => { /* without it the page must stay open */ });
        };

        const words = () => {
            const text = [];
            if (self.isClosed) text.push(setup.words.closed);
            else if (!navigator.onLine) text.push(setup.words.offline);
            if (kept.queue.length) text.push(setup.words.toSend.replace("%(count)s", kept.queue.length));
            return text.join(" ");
        };

        const self = { kept, isClosed: false, keep, add, send, load, begin, words, last: (code) => kept.queue.findLast((one) => one.code === code) };
        return self;
    };

    /* Lets the page open without a network; names are never kept. */
    const keepPage = async (setup) => {
        if (!navigator.serviceWorker) return;
        await navigator.serviceWorker.register(setup.worker, { scope: location.pathname });
        await navigator.serviceWorker.ready;
        // This very visit was not served by the worker: keep its parts now.
        const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src);
        await (await caches.open(setup.kept)).addAll([location.pathname, ...setup.parts, ...parts]);
        document.documentElement.dataset.kept = "";
    };
})();
