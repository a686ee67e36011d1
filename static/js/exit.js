// "Leave this page": the link works by itself; this adds the blank screen, no way
// back by the browser's button, and three times Shift within five seconds.
(function () {
    "use strict";

    var box = document.querySelector("[data-exit]");
    if (!box) return;
    var button = box.querySelector("[data-exit-button]");
    var status = box.querySelector("[data-exit-status]");
    var presses = 0;
    var timer = null;
    var overlay = null;

    function say(text) { status.textContent = text; }

    function forget() {
        presses = 0;
        window.clearTimeout(timer);
        timer = null;
    }

    function leave(event) {
        if (event) event.preventDefault();
        forget();
        if (!overlay) {
            overlay = document.createElement("div");
            overlay.className = "exit-overlay";
            overlay.setAttribute("role", "alert");
            overlay.textContent = box.dataset.loading;
            document.body.appendChild(overlay);
        }
        window.location.replace(button.href);
    }

    document.querySelectorAll("[data-exit-button], [data-exit-link]").forEach(
        function (link) { link.addEventListener("click", leave); }
    );

    document.addEventListener("keyup", function (event) {
        if (event.key !== "Shift") return;
        presses += 1;
        window.clearTimeout(timer);
        if (presses === 3) return leave();
        say(presses === 1 ? box.dataset.two : box.dataset.one);
        timer = window.setTimeout(function () {
            forget();
            say(box.dataset.cancelled);
        }, 5000);
    });

    // Back from the browser's memory: the page must not stay blank.
    window.addEventListener("pageshow", function () {
        forget();
        say("");
        if (overlay) overlay.remove();
        overlay = null;
    });
})();
