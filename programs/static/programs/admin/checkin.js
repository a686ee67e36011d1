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

    const say = (text, values = {}) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
    const fold = (text) => text.toLocaleLowerCase("tr").replace(/ı/g, "i").normalize("NFD").replace(/\p{M}/gu, "");
    const { plainCode } = window;
    const clock = (moment) => moment.toLocaleTimeString("tr-TR", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");

    // --- what is kept on the phone --------------------------------------------------

    const queue = window.markQueue({
        setup,
        knows: (mark) => mark in STATE,
        passing: () => ({ salt: "", prints: {}, stop: "" }),
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
        const fits = (one) => !wanted || fold(one.name).includes(wanted) || (code && one.code.toLowerCase().replace("-", "").includes(code));
        const place = points.length > 1 ? points.findIndex((one) => nameOfStop(one) === kept.stop) : -1;
        const rows = parties.filter(fits);
        const hers = place < 0 ? rows : rows.filter((one) => one.point === place);
        // Who boards elsewhere than she said is found below those of this stop.
        const others = place < 0 ? [] : rows.filter((one) => one.point !== place);
        const open = at("parties").querySelector("details[open]")?.closest("li")?.dataset.code;
        const focused = document.activeElement?.dataset?.focus;
        at("parties").replaceChildren(
            ...hers.map((one) => row(one, one.code === open)),
            ...(others.length ? [element("li", { class: "parties__others" }, words.otherStops)] : []),
            ...others.map((one) => row(one, one.code === open, nameOfStop(points[one.point]))));
        if (focused) at("parties").querySelector(`[data-focus="${focused}"]`)?.focus();
        at("nobody").hidden = Boolean(rows.length) || !known;
        at("nobody").textContent = parties.length ? words.nobody : words.empty;
    };

    const nameOfStop = (one) => (one.name ? `${one.name} ${one.time}` : words.here);

    /* The stop this guide stands at comes first; the phone keeps it, also without a network. */
    const pointButton = (one, place) => {
        const here = parties.filter((party) => party.point === place);
        const left = seats(here.filter((party) => (stateOf(party.code)?.[0] || "confirmed") === "confirmed"));
        const name = nameOfStop(one);
        return element("button", {
            type: "button",
            "aria-pressed": String(kept.stop === name),
            onclick: () => {
                kept.stop = kept.stop === name ? "" : name;
                queue.keep();
                show();
            },
        },
        element("strong", {}, name),
        element("span", {}, `${say(words.aboard, { came: seats(here.filter(isAboard)), all: seats(here) })} · ${say(words.left, { left })}`));
    };

    const row = (party, isOpen, stop = "") => {
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
                stop ? element("div", { class: "party__stop" }, stop) : null,
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

    // --- begin ------------------------------------------------------------------------------

    window.codeCamera({
        setup,
        onCode: scanned,
        onOpen: () => { audio = audio || (window.AudioContext ? new AudioContext() : null); },
        onTrouble: () => tell("refused", words.noCamera),
    });
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
