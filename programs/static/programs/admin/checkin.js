/* Marks who came: by camera, code or name; several phones at once; without a network too.
   Kept on the phone are codes that wait to be sent and fingerprints of the list, never a
   name: names are in the memory of the open page only. */
(() => {
    "use strict";

    const setup = JSON.parse(document.getElementById("setup").textContent);
    const words = setup.words;
    const STATE = { came: "attended", missed: "missed", excused: "excused", undone: "confirmed" };
    const ON_BOARD = ["confirmed", "attended", "missed", "excused"];
    const at = (id) => document.getElementById(id);

    let parties = [];
    let points = [];
    let standing = {};
    let known = null;
    let point = null;

    const say = (text, values = {}) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
    const fold = (text) => text.toLocaleLowerCase("tr").replace(/ı/g, "i").normalize("NFD").replace(/\p{M}/gu, "");
    const plainCode = (text) => {
        const letters = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
        return letters.length === 8 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : "";
    };
    const clock = (moment) => moment.toLocaleTimeString("tr-TR", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");

    // --- what is kept on the phone --------------------------------------------------

    const queue = window.markQueue({
        setup,
        knows: (mark) => mark in STATE,
        passing: () => ({ salt: "", prints: {} }),
        onChange: () => show(),
        onAnswer: (said) => answered(said),
    });
    const kept = queue.kept;

    const print = async (code) => {
        if (!window.crypto?.subtle) return "";
        const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(kept.salt + code));
        return [...new Uint8Array(bytes).slice(0, 12)].map((one) => one.toString(16).padStart(2, "0")).join("");
    };

    const keepPrints = async () => {
        kept.salt = kept.salt || crypto.randomUUID();
        const rows = await Promise.all(Object.entries(standing).map(async ([code, [state]]) => [await print(code), state]));
        kept.prints = Object.fromEntries(rows);
        queue.keep();
    };

    // --- marking ----------------------------------------------------------------------

    const stateOf = (code) => {
        const waiting = queue.last(code);
        if (waiting) return [STATE[waiting.mark], clock(new Date(waiting.at))];
        return standing[code] || null;
    };

    const stateByPrint = async (code) => stateOf(code) || (known ? null : [kept.prints[await print(code)] || "", ""]);

    const mark = (code, what) => {
        queue.add(code, what);
        queue.send();
    };

    const scanned = async (text) => {
        const code = plainCode(text);
        if (!code) return tell("not_found", text.slice(0, 12));
        const [state, when] = (await stateByPrint(code)) || ["", ""];
        const who = nameOf(code);
        if (state === "attended") return tell("already", who, when);
        if (ON_BOARD.includes(state)) {
            tell("boarded", who);
            return mark(code, "came");
        }
        if (["waiting", "offered", "received"].includes(state)) return tell("waiting", who);
        if (state) return tell("over", who);
        // Not on this list; only the server can tell of which it is.
        if (!navigator.onLine) return tell("not_found", code);
        queue.add(code, "came");
        return queue.send();
    };

    const nameOf = (code) => {
        const party = parties.find((one) => one.code === code);
        return [party?.name || code, party?.about].filter(Boolean).join(" · ");
    };

    // --- the answer: colour, sign, word, sound, vibration --------------------------

    const LOOKS = { boarded: "good", done: "good", already: "wait", overtaken: "wait", waiting: "wait", too_early: "wait" };
    const SIGNS = { good: "✓", wait: "!", bad: "✕" };
    const SOUNDS = { good: [[880, .12]], wait: [[440, .15], [440, .15]], bad: [[220, .4]] };
    const SHAKES = { good: [60], wait: [60, 60, 60], bad: [300] };
    let audio = null;
    let hiding = 0;

    const tell = (outcome, who, when) => {
        const look = LOOKS[outcome] || "bad";
        const box = at("answer");
        box.className = `answer is-${look}`;
        box.querySelector(".answer__sign").textContent = SIGNS[look];
        box.querySelector(".answer__word").textContent = words.outcomes[outcome] + (when ? ` (${when})` : "");
        box.querySelector(".answer__who").textContent = who || "";
        box.hidden = false;
        clearTimeout(hiding);
        hiding = setTimeout(() => { box.hidden = true; }, 6000);
        navigator.vibrate?.(SHAKES[look]);
        sound(SOUNDS[look]);
    };

    const sound = (tones) => {
        if (!audio) return;
        let begin = audio.currentTime;
        for (const [pitch, length] of tones) {
            const tone = audio.createOscillator();
            tone.frequency.value = pitch;
            tone.connect(audio.destination);
            tone.start(begin);
            tone.stop(begin + length);
            begin += length + .08;
        }
    };

    // --- sending ------------------------------------------------------------------------

    const answered = (said) => {
        standing = said.standing;
        showOthers(said.others);
        said.results.filter((one) => !["boarded", "done", "already"].includes(one.outcome))
            .forEach((one) => tell(one.outcome, nameOf(one.code), one.at));
    };

    const load = async () => {
        const told = await queue.load();
        if (told) {
            ({ parties, points, standing } = known = told);
            showOthers(known.others);
            await keepPrints();
        }
        queue.send();
    };

    // --- what is seen ------------------------------------------------------------------

    const element = (name, attributes = {}, ...children) => {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) {
            if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
            else if (value !== false && value != null) made.setAttribute(key, value);
        }
        made.append(...children.filter((one) => one != null && one !== ""));
        return made;
    };

    const isAboard = (party) => stateOf(party.code)?.[0] === "attended";
    const seats = (rows) => rows.reduce((sum, one) => sum + one.seats, 0);

    const show = () => {
        showSync();
        at("count").textContent = known ? say(words.aboard, { came: seats(parties.filter(isAboard)), all: seats(parties) }) : words.noNames;
        at("points").replaceChildren(...(points.length > 1 ? points.map(pointButton) : []));
        const wanted = fold(at("words").value.trim());
        const code = wanted.replace(/[^a-z0-9]/g, "");
        const rows = parties.filter((one) => (point === null || one.point === point)
            && (!wanted || fold(one.name).includes(wanted) || (code && one.code.toLowerCase().replace("-", "").includes(code))));
        const open = at("parties").querySelector("details[open]")?.closest("li")?.dataset.code;
        const focused = document.activeElement?.dataset?.focus;
        at("parties").replaceChildren(...rows.map((one) => row(one, one.code === open)));
        if (focused) at("parties").querySelector(`[data-focus="${focused}"]`)?.focus();
        at("nobody").hidden = Boolean(rows.length) || !known;
        at("nobody").textContent = parties.length ? words.nobody : words.empty;
    };

    const pointButton = (one, place) => {
        const left = seats(parties.filter((party) => party.point === place && stateOf(party.code)?.[0] === "confirmed"));
        const name = one.name ? `${one.name} ${one.time}` : words.here;
        return element("button", {
            type: "button",
            "aria-pressed": String(point === place),
            onclick: () => { point = point === place ? null : place; show(); },
        }, `${name} · ${say(words.left, { left })}`);
    };

    const row = (party, isOpen) => {
        const [state, when] = stateOf(party.code) || ["confirmed", ""];
        const name = party.name || words.unnamed;
        const button = (what, text, extra = {}) => element("button", {
            type: "button",
            "aria-label": `${text}: ${name}, ${party.code}`,
            "data-focus": `${party.code}-${what}`,
            onclick: () => mark(party.code, what),
            ...extra,
        }, text);
        const isMarked = state !== "confirmed";
        const look = state === "attended" ? "is-good" : "is-bad";
        return element("li", { class: "party", "data-code": party.code },
            element("div", {},
                element("div", { class: "party__name" }, name),
                element("div", {}, element("span", { class: "party__code" }, party.code), party.about ? ` · ${party.about}` : ""),
                isMarked ? element("div", { class: `party__state ${look}` }, [words.states[state], when].filter(Boolean).join(" · ")) : null),
            element("div", { class: "party__buttons" },
                isMarked ? button("undone", words.undo) : button("came", words.came, { class: "party__came" })),
            isMarked ? null : element("details", { class: "party__more", ...(isOpen ? { open: "" } : {}) },
                element("summary", { "aria-label": say(words.more, { who: name }) }, `${words.missed} / ${words.excused}`),
                element("div", {}, button("missed", words.missed), button("excused", words.excused))));
    };

    const showSync = () => {
        const text = queue.words();
        const box = at("sync");
        box.className = `head__sync${text ? " is-waiting" : ""}`;
        box.replaceChildren(text || (known ? words.allSent : ""));
        if (queue.isClosed) box.append(" ", element("a", { href: `${setup.login}?next=${encodeURIComponent(location.pathname)}` }, "→"));
    };

    const showOthers = (names) => { at("others").textContent = names.length ? say(words.others, { who: names.join(", ") }) : ""; };

    // --- camera ---------------------------------------------------------------------------

    const camera = { stream: null, last: "", lastAt: 0 };

    const openCamera = async () => {
        audio = audio || (window.AudioContext ? new AudioContext() : null);
        try {
            camera.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        } catch {
            return tell("refused", words.noCamera);
        }
        const video = at("video");
        video.srcObject = camera.stream;
        at("camera").hidden = false;
        await video.play();
        at("toggle-camera").textContent = words.closeCamera;
        read(video, await reader());
    };

    const closeCamera = () => {
        camera.stream?.getTracks().forEach((track) => track.stop());
        camera.stream = null;
        at("camera").hidden = true;
        at("toggle-camera").textContent = words.openCamera;
    };

    /* The browser's own reader where it has one, else the library's. */
    const reader = async () => {
        if (window.BarcodeDetector && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
            const own = new BarcodeDetector({ formats: ["qr_code"] });
            return async (video) => (await own.detect(video))[0]?.rawValue || "";
        }
        if (!window.jsQR) {
            await new Promise((done, failed) => {
                document.head.append(element("script", { src: setup.parts[0], onload: done, onerror: failed }));
            });
        }
        const canvas = document.createElement("canvas");
        const drawing = canvas.getContext("2d", { willReadFrequently: true });
        return async (video) => {
            const scale = Math.min(1, 640 / video.videoWidth);
            canvas.width = video.videoWidth * scale;
            canvas.height = video.videoHeight * scale;
            drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
            const image = drawing.getImageData(0, 0, canvas.width, canvas.height);
            return window.jsQR(image.data, image.width, image.height)?.data || "";
        };
    };

    const read = async (video, look) => {
        if (!camera.stream) return;
        if (video.readyState >= 2 && video.videoWidth) {
            const text = await look(video).catch(() => "");
            const isRepeat = text === camera.last && Date.now() - camera.lastAt < 4000;
            if (text && !isRepeat) {
                Object.assign(camera, { last: text, lastAt: Date.now() });
                await scanned(text);
            }
        }
        setTimeout(() => read(video, look), 200);
    };

    // --- begin ------------------------------------------------------------------------------

    at("toggle-camera").textContent = words.openCamera;
    at("toggle-camera").addEventListener("click", () => (camera.stream ? closeCamera() : openCamera()));
    at("words").addEventListener("input", show);
    at("find").addEventListener("submit", (event) => {
        event.preventDefault();
        const code = plainCode(at("words").value);
        if (code) {
            scanned(code);
            at("words").value = "";
            show();
        }
    });
    queue.begin(load);
    load();
})();
