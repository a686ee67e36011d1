/* Lists on a phone are cards (see staff.css): each cell says which column it is of. */
(() => {
    "use strict";

    const label = (table) => {
        if (table.querySelector("td[data-label]")) return;
        const names = [...table.querySelectorAll("thead th")].map((head) => head.innerText.trim());
        table.classList.add("staff-cards");
        for (const row of table.querySelectorAll("tbody tr")) {
            if (row.cells.length !== names.length) continue;
            [...row.cells].forEach((cell, place) => {
                const isOwnName = cell.matches(".title, .bulk-action-checkbox-cell, :first-child");
                if (names[place] && !isOwnName) cell.dataset.label = names[place];
                if (!cell.innerText.trim() && !cell.querySelector("svg, input, img")) cell.dataset.empty = "";
            });
        }
    };

    const labelAll = () => document.querySelectorAll("#listing-results table.listing, table.staff-cards").forEach(label);

    document.addEventListener("DOMContentLoaded", labelAll);
    // Wagtail puts a searched or filtered list in the old one's place.
    document.addEventListener("w-swap:success", labelAll);
})();
