/* The sheet of one session: present, excused or absent by one tap, without a network too.
   Kept on the device are codes that wait to be sent; names are in the open page only. */
(() => {
    "use strict";

    const setup = JSON.parse(document.getElementById("setup").textContent);
    const words = setup.words;
    const MARKS = ["came", "excused", "missed"];
    const at = (id) => document.getElementById(id);
    const say = (text, values = {}) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

    let people = [];
    let standing = {};
    let isKnown = false;
    let isClosed = setup.isClosed;
    /* Nothing that is marked before is taken; a page that stays open opens by itself. */
    const early = () => (setup.opensAt ? Math.max(0, Date.parse(setup.opensAt) - Date.now()) : 0);
    const mayMark = () => !isClosed && !early();
    //: Whom "everybody present" marked, to take back in one tap.
    let together = [];

    const queue = window.markQueue({
        setup,
        knows: (mark) => MARKS.includes(mark) || mark === "undone",
        onChange: () => show(),
        onAnswer: (said) => answered(said),
    });

    const markOf = (code) => {
        const waiting = queue.last(code);
        if (waiting) return waiting.mark === "undone" ? "" : waiting.mark;
        return standing[code]?.[0] || "";
    };

    const mark = (code, what) => {
        queue.add(code, markOf(code) === what ? "undone" : what);
        together = [];
        queue.send();
    };

    /* Her code marks her as present, once; whoever is marked already stays as she is. */
    const scanned = (text) => {
        const code = window.plainCode(text);
        const person = people.find((one) => one.code === code);
        if (!person || isClosed) return tell(code || text.slice(0, 12), isClosed ? words.sheetClosed : words.outcomes.not_found);
        const now = markOf(code);
        if (!now) mark(code, "came");
        return tell(person.name || words.unnamed, words.marks[now || "came"]);
    };

    const tell = (who, what) => {
        at("answer").hidden = false;
        at("answer").textContent = `${who}: ${what}`;
    };

    const markAll = () => {
        together = people.map((one) => one.code).filter((code) => !markOf(code));
        together.forEach((code) => queue.add(code, "came"));
        queue.send();
    };

    const takeBack = () => {
        together.filter((code) => markOf(code) === "came").forEach((code) => queue.add(code, "undone"));
        together = [];
        queue.send();
    };

    const answered = (said) => {
        ({ standing, isClosed } = said);
        said.results.filter((one) => one.outcome !== "done").forEach((one) => {
            tell(people.find((row) => row.code === one.code)?.name || one.code, words.outcomes[one.outcome]);
        });
    };

    const load = async () => {
        const told = await queue.load();
        if (told) {
            ({ people, standing, isClosed } = told);
            isKnown = true;
        }
        queue.send();
    };

    // --- what is seen ------------------------------------------------------------------

    const element = (name, attributes = {}, ...children) => {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) {
            if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
            else if (value !== false && value != null) made.setAttribute(key, value === true ? "" : value);
        }
        made.append(...children);
        return made;
    };

    const row = (person) => {
        const now = markOf(person.code);
        const name = person.name || words.unnamed;
        const button = (what) => element("button", {
            type: "button",
            class: `sheet__mark is-${what}`,
            "aria-pressed": String(now === what),
            "aria-label": `${words.marks[what]}: ${name}, ${person.code}`,
            "data-focus": `${person.code}-${what}`,
            disabled: !mayMark(),
            onclick: () => mark(person.code, what),
        }, words.marks[what]);
        return element("li", { class: `sheet__row${now ? ` is-${now}` : ""}` },
            element("div", {},
                element("div", { class: "party__name" }, name),
                element("div", { class: "party__code" }, person.code)),
            element("div", { class: "sheet__marks", role: "group", "aria-label": name }, ...MARKS.map(button)));
    };

    const show = () => {
        const text = queue.words();
        const box = at("sync");
        box.className = `head__sync${text ? " is-waiting" : ""}`;
        box.replaceChildren(text || (isKnown ? words.allSent : ""));
        if (queue.isClosed) box.append(" ", element("a", { href: `${setup.login}?next=${encodeURIComponent(location.pathname)}` }, "→"));
        const marks = people.map((one) => markOf(one.code)).filter(Boolean);
        at("count").textContent = isKnown
            ? say(words.count, { marked: marks.length, all: people.length, came: marks.filter((one) => one === "came").length })
            : words.noNames;
        const focused = document.activeElement?.dataset?.focus;
        at("people").replaceChildren(...people.map(row));
        if (focused) at("people").querySelector(`[data-focus="${focused}"]`)?.focus();
        at("nobody").hidden = !isKnown || people.length > 0;
        at("all").hidden = !mayMark() || !people.length;
        at("toggle-camera").hidden = !mayMark();
        if (at("early")) at("early").hidden = !early();
        at("all").textContent = together.length ? words.undoAll : words.allPresent;
        at("all").disabled = !together.length && marks.length === people.length;
        if (isClosed && !setup.isClosed) at("closed").hidden = false;
        if (at("close")) at("close").hidden = isClosed;
    };

    at("nobody").textContent = words.empty;
    at("closed").textContent = words.sheetClosed;
    at("all").addEventListener("click", () => (together.length ? takeBack() : markAll()));
    at("close")?.addEventListener("click", (event) => {
        if (!queue.kept.queue.length) return;
        event.preventDefault();
        at("answer").hidden = false;
        at("answer").textContent = words.closeLater;
        queue.send();
    });
    window.codeCamera({
        setup,
        onCode: scanned,
        onTrouble: () => {
            at("answer").hidden = false;
            at("answer").textContent = words.noCamera;
        },
    });
    queue.begin(load);
    load();
    // A timer of weeks would fire at once.
    if (early() && early() < 86400000) setTimeout(show, early() + 1000);
})();
