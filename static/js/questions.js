// Shows and hides questions that depend on another one's answer, at once. Without this
// script the server does it when the page is sent.
(function () {
    "use strict";

    var form = document.querySelector("form[data-submit-once]");
    var seen = document.querySelector("[data-seen]");
    if (!form || !seen) return;
    var questions = Array.prototype.slice.call(form.querySelectorAll("[data-question]"));

    function answersTo(name) {
        return Array.prototype.map.call(
            form.querySelectorAll('[name="' + name + '"]:checked'),
            function (input) { return input.value; }
        );
    }

    function isHidden(name) {
        var input = form.querySelector('[name="' + name + '"]');
        var question = input && input.closest("[data-question]");
        return !question || question.hidden;
    }

    function look() {
        var shown = [];
        // In their order, for a hidden question hides those that depend on it.
        questions.forEach(function (question) {
            var source = question.dataset.source;
            if (source) {
                var wanted = question.dataset.wanted.split(" ");
                question.hidden = isHidden(source) || !answersTo(source).some(
                    function (answer) { return wanted.indexOf(answer) !== -1; }
                );
            }
            if (!question.hidden) shown.push(question.dataset.question);
        });
        seen.value = shown.join(" ");
    }

    form.addEventListener("change", look);
    window.addEventListener("pageshow", look);
    look();
})();
