// Saves what she typed, a moment after she stops. "Continue" saves as well, without it.
(function () {
    "use strict";

    var form = document.querySelector("form[data-autosave]");
    if (!form || !window.fetch || !window.FormData) return;
    var note = form.querySelector("[data-saved]");
    var timer, last = new URLSearchParams(text()).toString();

    function text() {
        var data = new FormData(form), kept = new FormData();
        data.forEach(function (value, name) {
            // Files travel with "Continue" only.
            if (typeof value === "string") kept.append(name, value);
        });
        return kept;
    }

    function save() {
        if (form.dataset.sent) return;
        var data = text(), now = new URLSearchParams(data).toString();
        if (now === last) return;
        data.append("autosave", "1");
        fetch(form.action, { method: "POST", body: data, credentials: "same-origin" })
            .then(function (answer) { return answer.ok ? answer.json() : { saved: "" }; })
            .then(function (answer) {
                if (!answer.saved) return;
                last = now;
                if (note) note.textContent = answer.saved;
            })
            .catch(function () { /* no network: "Continue" saves again */ });
    }

    form.addEventListener("input", function () {
        window.clearTimeout(timer);
        timer = window.setTimeout(save, 1500);
    });
    document.addEventListener("visibilitychange", function () {
        if (document.visibilityState === "hidden") save();
    });
})();
