// The attendance sheet on a tablet. One tap marks; what cannot be sent is kept on the
// device, as codes without names, and sent when the network is back. Without this
// script the sheet is a form with a button.
(function () {
    "use strict";

    var sheet = document.querySelector("[data-attendance]");
    if (!sheet) return;
    var words = sheet.dataset;
    var KEY = "attendance-" + words.session;
    var RETRY = 15000;
    var find = function (name) { return sheet.querySelector("[data-attendance-" + name + "]"); };
    var told = find("told"), undo = find("undo"), state = find("state");
    var token = sheet.querySelector("[name=csrfmiddlewaretoken]").value;
    var sending = false, trouble = "", last = null, leaving = "";

    function say(text, values) {
        return Object.keys(values || {}).reduce(function (said, name) {
            return said.replace("{" + name + "}", values[name]);
        }, text);
    }

    // --- what waits ------------------------------------------------------------

    function waiting() {
        try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch (_error) { return memory; }
    }
    var memory = [];
    function keep(marks) {
        memory = marks;
        try {
            if (marks.length) localStorage.setItem(KEY, JSON.stringify(marks));
            else localStorage.removeItem(KEY);
        } catch (_error) { /* kept in memory for as long as the page is open */ }
    }

    function show() {
        var count = waiting().length;
        var parts = [];
        if (trouble) parts.push(trouble);
        parts.push(count ? say(words.wordsWaiting, { count: count }) : words.wordsSaved);
        state.textContent = parts.join(" ");
        state.classList.toggle("is-waiting", count > 0);
    }

    function send() {
        var marks = waiting();
        if (sending || !marks.length) { show(); return; }
        sending = true;
        var arrived = false;
        var now = Date.now();
        fetch(words.url, {
            method: "POST",
            credentials: "same-origin",
            redirect: "manual",
            headers: { "Content-Type": "application/json", "X-CSRFToken": token },
            body: JSON.stringify({
                marks: marks.map(function (one) {
                    return { code: one.code, attendance: one.attendance, age: now - one.at, together: one.together === true };
                })
            })
        }).then(function (answer) {
            if (answer.type === "opaqueredirect" || answer.status === 403) {
                trouble = words.wordsLogin;
                return null;
            }
            if (answer.status >= 500) {
                trouble = words.wordsOffline;
                return null;
            }
            return answer.json().then(function (said) {
                var sent = marks.map(function (one) { return one.id; });
                keep(waiting().filter(function (one) { return sent.indexOf(one.id) < 0; }));
                if (answer.ok) {
                    arrived = true;
                    trouble = "";
                    Object.keys(said.standing).forEach(function (code) {
                        if (!isWaiting(code)) paint(code, said.standing[code], (said.together || []).indexOf(code) >= 0);
                    });
                } else {
                    trouble = (said.words || "") + " " + say(words.wordsRefused, { count: marks.length });
                }
            });
        }).catch(function () {
            trouble = words.wordsOffline;
        }).then(function () {
            sending = false;
            show();
            // What was tapped meanwhile does not wait for the next round.
            if (arrived && waiting().length) send();
            else if (arrived && leaving) window.location.assign(leaving);
            else leaving = "";
        });
    }

    function isWaiting(code) {
        return waiting().some(function (one) { return one.code === code; });
    }

    // --- marking ---------------------------------------------------------------

    function rowOf(code) {
        return code && sheet.querySelector('[data-code="' + code + '"]');
    }
    function nameIn(row) { return row.querySelector("legend").textContent.trim(); }
    function labelOf(row, mark) {
        var input = row.querySelector('input[value="' + mark + '"]');
        return input ? input.parentNode.textContent.trim() : words.wordsExpected;
    }

    function paint(code, mark, together) {
        var row = rowOf(code);
        if (!row) return;
        row.dataset.mark = mark;
        row.toggleAttribute("data-together", Boolean(together) && mark === "present");
        row.querySelectorAll("input").forEach(function (input) {
            input.checked = input.value === mark;
        });
        showTogether();
    }

    function mark(row, attendance, isUndo) {
        var before = row.dataset.mark;
        var marks = waiting();
        var at = Date.now();
        marks.push({ id: at + "-" + Math.random(), code: row.dataset.code, attendance: attendance, at: at });
        keep(marks);
        paint(row.dataset.code, attendance);
        last = isUndo ? null : { row: row, before: before };
        told.textContent = isUndo
            ? say(words.wordsUndone, { name: nameIn(row) })
            : say(words.wordsMarked, { name: nameIn(row), mark: labelOf(row, attendance) });
        undo.hidden = isUndo;
        send();
    }

    // --- everybody at once -----------------------------------------------------

    var everybody = find("everybody"), back = find("back");
    function rows(selector) {
        return Array.prototype.filter.call(sheet.querySelectorAll(selector), function (row) { return row.dataset.code; });
    }
    function showTogether() {
        back.hidden = !rows("[data-code][data-together]").length;
        everybody.hidden = !rows('[data-code][data-mark="expected"]').length;
        find("hint").hidden = everybody.hidden;
    }
    function markTogether(found, attendance) {
        var at = Date.now();
        keep(waiting().concat(found.map(function (row) {
            return { id: at + "-" + Math.random(), code: row.dataset.code, attendance: attendance, at: at, together: true };
        })));
        found.forEach(function (row) { paint(row.dataset.code, attendance, true); });
        last = null;
        undo.hidden = true;
        send();
    }
    everybody.addEventListener("click", function (event) {
        event.preventDefault();
        var found = rows('[data-code][data-mark="expected"]');
        told.textContent = found.length ? say(words.wordsEverybody, { count: found.length }) : words.wordsAllMarked;
        if (!found.length) return;
        markTogether(found, "present");
        back.focus();
    });
    back.addEventListener("click", function (event) {
        event.preventDefault();
        var found = rows("[data-code][data-together]");
        told.textContent = say(words.wordsTakenBack, { count: found.length });
        markTogether(found, "expected");
        everybody.focus();
    });

    sheet.addEventListener("change", function (event) {
        var row = event.target.closest && event.target.closest("[data-code]");
        if (row && row.dataset.code && event.target.type === "radio") mark(row, event.target.value);
    });
    undo.addEventListener("click", function () {
        if (last) mark(last.row, last.before, true);
    });

    // --- codes -----------------------------------------------------------------

    function take(text) {
        var code = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
        var row = rowOf(code);
        undo.hidden = true;
        if (!row) { told.textContent = words.wordsUnknown; return; }
        if (row.dataset.mark === "present") {
            told.textContent = say(words.wordsAlready, { name: nameIn(row) });
        } else {
            mark(row, "present");
        }
        row.scrollIntoView({ block: "center" });
    }

    var scan = find("scan"), field = scan.querySelector("[name=code]");
    scan.addEventListener("submit", function (event) {
        event.preventDefault();
        if (field.value.trim()) take(field.value);
        field.value = "";
        field.focus();
    });

    var camera = find("camera"), video = find("video");
    if ("BarcodeDetector" in window && navigator.mediaDevices) {
        camera.hidden = false;
        camera.addEventListener("click", function () {
            if (video.srcObject) { stop(); return; }
            navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).then(function (stream) {
                video.srcObject = stream;
                video.hidden = false;
                video.play();
                look(new window.BarcodeDetector({ formats: ["qr_code"] }), "");
            }).catch(function () { camera.hidden = true; });
        });
    }
    function stop() {
        video.srcObject.getTracks().forEach(function (track) { track.stop(); });
        video.srcObject = null;
        video.hidden = true;
    }
    function look(detector, seen) {
        if (!video.srcObject) return;
        detector.detect(video).then(function (codes) {
            var text = codes.length ? codes[0].rawValue : seen;
            if (codes.length && text !== seen) take(text);
            return text;
        }).catch(function () { return seen; }).then(function (text) {
            window.setTimeout(function () { look(detector, text); }, 300);
        });
    }

    // --- the page --------------------------------------------------------------

    find("save").hidden = true;
    find("close").addEventListener("click", function (event) {
        if (!waiting().length) return;
        event.preventDefault();
        // It goes on by itself as soon as everything has arrived.
        leaving = this.href;
        trouble = words.wordsFirst;
        send();
        show();
    });
    waiting().forEach(function (one) { paint(one.code, one.attendance, one.together); });
    window.addEventListener("online", send);
    window.setInterval(send, RETRY);
    send();
})();
