// Small comforts for the public pages. Everything works without them.
(function () {
    "use strict";

    // The menu folds on a narrow screen; without this script it stays open.
    document.querySelectorAll("[data-nav]").forEach(function (nav) {
        var toggle = nav.querySelector("[data-nav-toggle]");
        if (!toggle) return;
        toggle.hidden = false;
        nav.classList.add("nav--folds");
        toggle.addEventListener("click", function () {
            var open = nav.classList.toggle("nav--open");
            toggle.setAttribute("aria-expanded", String(open));
        });
        nav.addEventListener("keydown", function (event) {
            if (event.key !== "Escape" || !nav.classList.contains("nav--open")) return;
            nav.classList.remove("nav--open");
            toggle.setAttribute("aria-expanded", "false");
            toggle.focus();
        });
    });

    // After a refused form the list of errors is read first.
    var summary = document.querySelector("[data-focus-on-load]");
    if (summary) {
        summary.focus();
        summary.addEventListener("click", function (event) {
            var link = event.target.closest('a[href^="#"]');
            var target = link && document.getElementById(link.hash.slice(1));
            if (!target) return;
            var control = target.matches("input, select, textarea")
                ? target
                : target.querySelector("input, select, textarea") || target;
            event.preventDefault();
            target.scrollIntoView({ block: "start" });
            control.focus({ preventScroll: true });
        });
    }

    // A double click sends a form once. The server guards itself as well.
    document.querySelectorAll("form[data-submit-once]").forEach(function (form) {
        form.addEventListener("submit", function (event) {
            if (form.dataset.sent) {
                event.preventDefault();
                return;
            }
            form.dataset.sent = "1";
            window.setTimeout(function () { delete form.dataset.sent; }, 4000);
        });
    });
    window.addEventListener("pageshow", function () {
        document.querySelectorAll("form[data-submit-once]").forEach(function (form) {
            delete form.dataset.sent;
        });
    });

    document.querySelectorAll("[data-print]").forEach(function (button) {
        button.hidden = false;
        button.addEventListener("click", function () { window.print(); });
    });
})();
