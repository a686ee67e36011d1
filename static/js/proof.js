// Lets the browser solve the small task of the last page (see `people.proof`). A form
// without the solution is taken too.
(function () {
    "use strict";

    var field = document.querySelector("[data-proof]");
    var form = field && field.form;
    if (!form || !window.Worker || !window.crypto || !window.crypto.subtle) return;
    var task = field.dataset, waiting = null, worker;
    try {
        worker = new Worker(form.dataset.proofWorker);
    } catch (error) {
        return;
    }

    function finish(number) {
        worker.terminate();
        worker = null;
        if (number !== null) {
            field.value = window.btoa(JSON.stringify({
                algorithm: task.algorithm,
                challenge: task.challenge,
                number: number,
                salt: task.salt,
                signature: task.signature
            }));
        }
        if (waiting) waiting();
    }

    worker.onmessage = function (event) { finish(event.data); };
    worker.onerror = function () { finish(null); };
    worker.postMessage({
        algorithm: task.algorithm,
        challenge: task.challenge,
        largest: Number(task.largest),
        salt: task.salt
    });

    // Whoever is faster than her telephone waits a moment, and never longer than that.
    form.addEventListener("submit", function (event) {
        if (!worker || waiting || event.defaultPrevented) return;
        if (event.submitter && event.submitter.name) return;
        event.preventDefault();
        waiting = function () {
            window.clearTimeout(limit);
            form.submit();
        };
        var limit = window.setTimeout(function () { if (worker) finish(null); }, 15000);
    });
})();
