// Scoring by keys: 1 to 5 for the marked line, N for the next application.
(() => {
    const rows = [...document.querySelectorAll(".review-form .radio-row--tap")];
    const hint = document.querySelector("[data-keys-hint]");
    const next = document.querySelector("[data-key='n']");
    const isTyping = (target) => target.closest("textarea, select, input:not([type=radio]), [contenteditable=true]");
    let place = rows.findIndex((row) => !row.querySelector("input:checked"));
    const mark = () => rows.forEach((row, one) => row.classList.toggle("is-marked", one === place));

    if (hint && rows.length) {
        hint.hidden = false;
        mark();
    }
    document.addEventListener("focusin", (event) => {
        const row = event.target.closest(".radio-row--tap");
        if (row) {
            place = rows.indexOf(row);
            mark();
        }
    });
    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
            return;
        }
        if (event.key >= "1" && event.key <= "5" && rows[place]) {
            const choice = rows[place].querySelector(`input[value="${event.key}"]`);
            choice.checked = true;
            place = Math.min(place + 1, rows.length - 1);
            mark();
            rows[place].scrollIntoView({ block: "nearest" });
            event.preventDefault();
        } else if (event.key.toLowerCase() === "n" && next) {
            next.click();
        }
    });
})();
